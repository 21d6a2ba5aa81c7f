"""Partner: one organisation of the network; every right and every key hangs on its row."""

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission
from vault.ids import new_id

NETWORK_CODE = "red"  # names the groups of people who belong to no partner


class PartnerQuerySet(models.QuerySet["Partner"]):
    """The words for asking about partners."""

    def active(self) -> "PartnerQuerySet":
        """Partners that still work in the network."""
        return self.filter(is_active=True)


class Partner(models.Model):  # type: ignore[django-manager-missing]  # guardian's
    """An organisation that attends people; the address lines stand on its letters."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(_("código"), max_length=30, unique=True)
    name = models.CharField(_("nombre"), max_length=120)
    department = models.CharField(_("departamento"), max_length=2)
    municipality = models.CharField(_("municipio"), max_length=8)
    address = models.CharField(_("dirección"), max_length=160, blank=True)
    city = models.CharField(_("ciudad"), max_length=80, blank=True)
    telephone = models.CharField(_("teléfono"), max_length=40, blank=True)
    is_active = models.BooleanField(_("activa"), default=True)
    created_at = models.DateTimeField(_("creada"), auto_now_add=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("organización")
        verbose_name_plural = _("organizaciones")
        ordering = ("name",)
        default_permissions = ()
        permissions = [(right.value, right.value) for right in Permission]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(code=NETWORK_CODE), name="partner_code_is_not_the_network"
            ),
            models.CheckConstraint(condition=~models.Q(code=""), name="partner_code_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def partner_id(self) -> UUID:
        """The partner whose trail records a change of this row: itself."""
        return self.pk
