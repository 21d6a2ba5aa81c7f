"""Institutions and their offices: whom a survivor can be referred to."""

from datetime import date
from hashlib import blake2s
from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Partner
from casework.codes import new_code
from casework.models.consent import ConsentPurpose
from vault.ids import new_id


class InstitutionQuerySet(models.QuerySet["Institution"]):
    """The words for asking about institutions."""

    def standing_on(self, day: date) -> Self:
        """Existing on that day: begun, and not dissolved before."""
        return self.filter(
            models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=day),
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=day),
        )


class Institution(models.Model):
    """A kind of office, such as FELCV or SLIM, with its days of validity and its parent.

    Begun from the catalogue ``instituciones.json`` (``source`` is carried over) and kept by the
    people who use it: ministries are dissolved, services move. ``consent_purpose`` says which
    consent a referral there rests on.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name_es = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    sector = models.CharField(max_length=60)
    consent_purpose = models.CharField(max_length=30, choices=ConsentPurpose.choices)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    is_verified = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="institution_ends_after_it_begins",
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
            ),
        ]
        ordering: ClassVar = ["name_es"]
        verbose_name = _("institución")
        verbose_name_plural = _("instituciones")

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_es

    @property
    def address_code(self) -> str:
        """What addresses call it: histories keep them, and its own code is a word of the field."""
        return blake2s(self.code.encode(), digest_size=5).hexdigest()

    def stands_on(self, day: date) -> bool:
        """Whether it exists on that day."""
        has_begun = self.valid_from is None or self.valid_from <= day
        return has_begun and (self.valid_to is None or self.valid_to >= day)


class OfficeQuerySet(models.QuerySet["Office"]):
    """The words for asking about offices."""

    def known_to(self, partner_id: UUID) -> Self:
        """The network's offices and the partner's own."""
        return self.filter(models.Q(partner__isnull=True) | models.Q(partner_id=partner_id))

    def in_use(self) -> Self:
        """Not struck off the directory."""
        return self.filter(is_active=True)


class Office(models.Model):
    """One office of an institution in a municipality; of the whole network, or a partner's own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    code = models.CharField(max_length=9, unique=True, default=new_code, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="offices")
    name = models.CharField(max_length=200)
    municipality = models.CharField(max_length=6)
    address = models.CharField(max_length=200, blank=True)
    telephone = models.CharField(max_length=60, blank=True)
    email = models.EmailField(blank=True)
    hours = models.CharField(max_length=120, blank=True)
    services = models.CharField(max_length=300, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["municipality", "institution"], name="office_by_place"),
        ]
        ordering: ClassVar = ["name"]
        verbose_name = _("oficina")
        verbose_name_plural = _("oficinas")

    def __str__(self) -> str:
        return self.name
