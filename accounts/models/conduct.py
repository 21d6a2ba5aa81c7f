"""ConductAcceptance: who accepted which version of the code of conduct, and when."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vault.ids import new_id


class ConductAcceptance(models.Model):
    """One person, one version. Rows are added and never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conduct_acceptances"
    )
    version = models.CharField(_("versión"), max_length=20)
    accepted_at = models.DateTimeField(_("aceptado"), default=timezone.now)

    class Meta:
        verbose_name = _("aceptación del código de conducta")
        verbose_name_plural = _("aceptaciones del código de conducta")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=("user", "version"), name="person_accepts_a_version_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
