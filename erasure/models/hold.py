"""A legal hold: while it stands, nothing of the case is erased."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.codes import new_code
from casework.models.base import CaseRow
from vault.compartments import Compartment
from vault.fields import SealedQuerySet, SealedTextField


class HoldReason(models.TextChoices):
    """Why the data must stay."""

    PROCEEDING = "proceeding", _("Hay un proceso en curso")
    ORDER = "order", _("Una autoridad ordenó conservarlos")
    COMPLAINT = "complaint", _("Hay una queja o investigación interna")
    OTHER = "other", _("Otro motivo")


class HoldQuerySet(SealedQuerySet["LegalHold"]):
    """The words for asking about holds."""

    def standing_on(self, day: date) -> Self:
        """Neither ended by anybody nor by their own date."""
        lasts = Q(until_on__isnull=True) | Q(until_on__gte=day)
        return self.filter(lasts, ended_at__isnull=True)


class LegalHold(CaseRow):
    """Keeps a case from erasure, by anybody and by any rule, since it was made and until it ends.

    ``created_by`` placed it; ``until_on`` is its last day, None when somebody has to end it.
    """

    code = models.CharField(max_length=9, unique=True, default=new_code, editable=False)
    reason = models.CharField(max_length=20, choices=HoldReason.choices)
    words_sealed = SealedTextField(compartment=Compartment.CASE)
    until_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="hold_says_who_ended_it",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]
        ordering: ClassVar = ["-id"]
        verbose_name = _("retención legal")
        verbose_name_plural = _("retenciones legales")
