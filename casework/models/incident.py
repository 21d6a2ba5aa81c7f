"""What happened, and who is said to have done it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.base import CaseRow
from vault.compartments import Compartment
from vault.fields import SealedJSONField, SealedTextField


class Incident(CaseRow):
    """One incident: the Ley 348 types (art. 7, several) stand beside the one GBVIMS type."""

    happened_on = models.DateField(null=True, blank=True)
    happened_approximately_sealed = SealedTextField(compartment=Compartment.CASE)
    place_kind = models.CharField(max_length=60, blank=True)
    place_detail_sealed = SealedTextField(compartment=Compartment.CASE)
    municipality = models.CharField(max_length=6, blank=True)
    violence_types = models.JSONField(default=list)
    gbv_type = models.CharField(max_length=60, blank=True)
    narrative_sealed = SealedTextField(compartment=Compartment.CASE)
    narrative_erased_on = models.DateField(null=True, blank=True)
    reported_to = models.JSONField(default=list, blank=True)
    details_sealed = SealedJSONField(compartment=Compartment.CASE)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = _("hecho")
        verbose_name_plural = _("hechos")


class AllegedPerpetrator(CaseRow):
    """Somebody alleged to have done it; the relationship is a code (Ley 348, CP 272 bis)."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="perpetrators")
    relationship = models.CharField(max_length=60, blank=True)
    name_sealed = SealedTextField(compartment=Compartment.CASE)
    details_sealed = SealedJSONField(compartment=Compartment.CASE)

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = _("presunto agresor")
        verbose_name_plural = _("presuntos agresores")
