"""What is left to count of a case that was erased: codes, months, and no way back to her."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Partner
from casework.codes import new_code


class ErasedCase(models.Model):
    """One erased case as statistics know it, under an id and a code that nothing else has.

    The id is wholly random, because one that follows time would stand beside the erasure's. For
    the same reason the trail has no line about it: django-auditlog is told to leave it out.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=9, unique=True, default=new_code, editable=False)
    opened_month = models.DateField()
    closed_month = models.DateField(null=True, blank=True)
    municipality = models.CharField(max_length=6, blank=True)
    age_band = models.CharField(max_length=20, blank=True)
    sex = models.CharField(max_length=20, blank=True)
    violence_types = models.JSONField(default=list)
    highest_risk = models.CharField(max_length=10)
    sessions = models.JSONField(default=dict)
    referrals = models.JSONField(default=dict)
    closing_reason = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="erased_case_knows_months_and_no_days",
                condition=models.Q(opened_month__day=1)
                & (models.Q(closed_month__isnull=True) | models.Q(closed_month__day=1)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partner", "opened_month"], name="erased_case_by_month"),
        ]
        verbose_name = _("caso borrado")
        verbose_name_plural = _("casos borrados")

    def __str__(self) -> str:
        return self.code
