"""Safe contact: how she may be reached without putting her in danger."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.base import CaseRow
from vault.compartments import Compartment
from vault.fields import SealedTextField

CONFIRM_AGAIN_AFTER_DAYS = 30


class WhosePhone(models.TextChoices):
    """Whose telephone it is."""

    HERS = "hers", _("Es suyo y solo ella lo usa")
    SHARED = "shared", _("Es compartido")
    TRUSTED = "trusted", _("Es de una persona de confianza")


class SafeContact(CaseRow):
    """The rules for reaching her, per channel. Sealed with the case, confirmed again each month."""

    phone_sealed = SealedTextField(compartment=Compartment.CASE)
    whose_phone = models.CharField(max_length=20, choices=WhosePhone.choices, blank=True)
    is_phone_allowed = models.BooleanField(null=True, blank=True)
    is_message_allowed = models.BooleanField(null=True, blank=True)
    is_voicemail_allowed = models.BooleanField(null=True, blank=True)
    is_visit_allowed = models.BooleanField(null=True, blank=True)
    hours_sealed = SealedTextField(compartment=Compartment.CASE)
    what_to_say_sealed = SealedTextField(compartment=Compartment.CASE)
    who_may_answer_sealed = SealedTextField(compartment=Compartment.CASE)
    code_word_sealed = SealedTextField(compartment=Compartment.CASE)
    other_way_sealed = SealedTextField(compartment=Compartment.CASE)
    erased_on = models.DateField(null=True, blank=True)
    she_will_contact_us = models.BooleanField(default=False)
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="case_has_one_safe_contact", fields=["case"]),
        ]
        verbose_name = _("contacto seguro")
        verbose_name_plural = _("contactos seguros")
