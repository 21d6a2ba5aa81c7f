"""How much danger she is in: the professional's judgement beside her own."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.base import CaseRow
from casework.models.case import RiskLevel
from vault.compartments import Compartment
from vault.fields import SealedTextField


class RiskAssessment(CaseRow):
    """One judgement of the risk, with its reason; the latest one counts."""

    level = models.CharField(max_length=10, choices=RiskLevel.choices)
    assessed_on = models.DateField()
    reason_sealed = SealedTextField(compartment=Compartment.CASE)
    her_own_perception_sealed = SealedTextField(compartment=Compartment.CASE)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("valoración de riesgo")
        verbose_name_plural = _("valoraciones de riesgo")
