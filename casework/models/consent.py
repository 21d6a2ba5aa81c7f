"""Consent: what she allowed, for what purpose, and until when."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.base import CaseRow
from vault.compartments import Compartment
from vault.fields import SealedQuerySet, SealedTextField


class ConsentPurpose(models.TextChoices):
    """What her data may be used for; each is asked for itself."""

    SERVICES = "services", _("Recibir los servicios de la organización")
    STATISTICS = "statistics", _("Estadísticas sin nombre")
    REFERRAL_JUSTICE = "referral_justice", _("Derivación a policía, fiscalía y justicia")
    REFERRAL_PROTECTION = "referral_protection", _("Derivación a SLIM, DNA y casas de acogida")
    REFERRAL_HEALTH = "referral_health", _("Referencia a servicios de salud")
    REFERRAL_SOCIAL = "referral_social", _("Derivación a otros servicios sociales")
    SHARING = "sharing", _("Compartir su caso con una persona de otra organización de la red")


class FactCategory(models.TextChoices):
    """The kinds of facts that a referral may carry."""

    IDENTITY = "identity", _("Quién es (nombre, carnet, edad)")
    CONTACT = "contact", _("Cómo contactarla de forma segura")
    INCIDENT = "incident", _("Qué pasó, cuándo y dónde")
    PERPETRATOR = "perpetrator", _("De quién se trata (presunto agresor)")
    RISK = "risk", _("Nivel de riesgo")
    NEEDS = "needs", _("Qué necesita")
    DEPENDANTS = "dependants", _("Personas a su cargo")


class ConsentManner(models.TextChoices):
    """How she gave it."""

    WRITTEN = "written", _("Por escrito")
    ORAL_WITH_WITNESS = "oral_with_witness", _("De palabra, con testigo")
    AUDIO = "audio", _("Grabación de voz")
    INTERPRETER = "interpreter", _("Con intérprete")


class ConsentQuerySet(SealedQuerySet["Consent"]):
    """The words for asking about consent."""

    def live_on(self, day: date) -> Self:
        """Given, not withdrawn, and not ended on that day."""
        return self.filter(is_granted=True, withdrawn_at__isnull=True).filter(
            models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=day)
        )


class Consent(CaseRow):
    """Her yes or no to one purpose; a later row for the same purpose replaces an earlier one."""

    purpose = models.CharField(max_length=30, choices=ConsentPurpose.choices)
    is_granted = models.BooleanField()
    fact_categories = models.JSONField(default=list, blank=True)
    manner = models.CharField(max_length=30, choices=ConsentManner.choices, blank=True)
    language = models.CharField(max_length=20, blank=True)
    given_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    witness_sealed = SealedTextField(compartment=Compartment.CASE)
    notes_sealed = SealedTextField(compartment=Compartment.CASE)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="consent_stands_once_per_purpose",
                fields=["case", "purpose"],
                condition=models.Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="consent_ends_after_it_is_given",
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("given_on")),
            ),
        ]
        verbose_name = _("consentimiento")
        verbose_name_plural = _("consentimientos")

    def is_live_on(self, day: date) -> bool:
        """Whether it may be relied on that day."""
        is_current = self.ends_on is None or self.ends_on >= day
        return self.is_granted and self.withdrawn_at is None and is_current
