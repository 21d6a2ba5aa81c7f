"""Closing and reopening a case, each with its reason."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.base import CaseRow
from vault.compartments import Compartment
from vault.fields import SealedTextField


class ChecklistItem(models.TextChoices):
    """What is made sure of before a case is closed."""

    SAFETY_REVIEWED = "safety_reviewed", _("Se revisó con ella su seguridad actual")
    NEEDS_REVIEWED = "needs_reviewed", _("Se revisaron sus necesidades y qué queda pendiente")
    KNOWS_HOW_TO_RETURN = "knows_how_to_return", _("Sabe cómo volver y a quién llamar")
    REFERRALS_REVIEWED = "referrals_reviewed", _("Se revisaron las derivaciones en curso")
    AGREED_WITH_HER = "agreed_with_her", _("El cierre se acordó con ella, o consta por qué no")


class Closure(CaseRow):
    """One closing, and the reopening that undid it if there was one.

    ``reason`` is a code of the list motivo_cierre.
    """

    reason = models.CharField(max_length=60)
    checklist = models.JSONField(default=list)
    note_sealed = SealedTextField(compartment=Compartment.CASE)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopening_reason_sealed = SealedTextField(compartment=Compartment.CASE)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("cierre")
        verbose_name_plural = _("cierres")
