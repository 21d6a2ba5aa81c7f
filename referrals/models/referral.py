"""A referral: which facts went to which office, on which consent, and what came of it."""

from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.codes import new_code
from casework.models import Consent
from casework.models.base import CaseRow
from casework.models.consent import FactCategory
from referrals.models.directory import Office
from vault.compartments import Compartment
from vault.fields import SealedJSONField, SealedQuerySet, SealedTextField


class ReferralState(models.TextChoices):
    """Where the referral stands."""

    SENT = "sent", _("Enviada")
    RECEIVED = "received", _("Recibida")
    ACCEPTED = "accepted", _("Aceptada")
    REJECTED = "rejected", _("Rechazada")
    CONCLUDED = "concluded", _("Concluida")
    REVOKED = "revoked", _("Revocada")


# What may follow what. A rejected, concluded or revoked referral stays so: a new one is sent.
TRANSITIONS: dict[str, tuple[ReferralState, ...]] = {
    ReferralState.SENT: (
        ReferralState.RECEIVED,
        ReferralState.ACCEPTED,
        ReferralState.REJECTED,
        ReferralState.REVOKED,
    ),
    ReferralState.RECEIVED: (
        ReferralState.ACCEPTED,
        ReferralState.REJECTED,
        ReferralState.REVOKED,
    ),
    ReferralState.ACCEPTED: (ReferralState.CONCLUDED, ReferralState.REVOKED),
    ReferralState.REJECTED: (),
    ReferralState.CONCLUDED: (),
    ReferralState.REVOKED: (),
}

AWAITING_ANSWER = (ReferralState.SENT, ReferralState.RECEIVED)


class Fact(models.TextChoices):
    """The single facts a packet can carry; each is chosen by itself."""

    NAME = "name", _("Nombre y apellidos")
    IDENTITY_CARD = "identity_card", _("Documento de identidad")
    AGE = "age", _("Edad")
    MUNICIPALITY = "municipality", _("Municipio donde vive")
    LANGUAGES = "languages", _("Idiomas e intérprete")
    SAFE_PHONE = "safe_phone", _("Teléfono seguro")
    CONTACT_RULES = "contact_rules", _("Cómo contactarla sin ponerla en riesgo")
    VIOLENCE_TYPES = "violence_types", _("Tipos de violencia")
    WHEN_AND_WHERE = "when_and_where", _("Cuándo y dónde ocurrió")
    NARRATIVE = "narrative", _("Relato de lo ocurrido")
    PERPETRATOR = "perpetrator", _("Presunto agresor y relación")
    RISK = "risk", _("Nivel de riesgo")
    NEEDS = "needs", _("Qué necesita")
    DEPENDANTS = "dependants", _("Personas a su cargo")


FACT_CATEGORIES: dict[str, FactCategory] = {
    Fact.NAME: FactCategory.IDENTITY,
    Fact.IDENTITY_CARD: FactCategory.IDENTITY,
    Fact.AGE: FactCategory.IDENTITY,
    Fact.MUNICIPALITY: FactCategory.IDENTITY,
    Fact.LANGUAGES: FactCategory.IDENTITY,
    Fact.SAFE_PHONE: FactCategory.CONTACT,
    Fact.CONTACT_RULES: FactCategory.CONTACT,
    Fact.VIOLENCE_TYPES: FactCategory.INCIDENT,
    Fact.WHEN_AND_WHERE: FactCategory.INCIDENT,
    Fact.NARRATIVE: FactCategory.INCIDENT,
    Fact.PERPETRATOR: FactCategory.PERPETRATOR,
    Fact.RISK: FactCategory.RISK,
    Fact.NEEDS: FactCategory.NEEDS,
    Fact.DEPENDANTS: FactCategory.DEPENDANTS,
}


class ReferralQuerySet(SealedQuerySet["Referral"]):
    """The words for asking about referrals."""

    def of_partner(self, partner_id: UUID) -> Self:
        """Referrals that this partner sent."""
        return self.filter(partner_id=partner_id)

    def awaiting_answer(self) -> Self:
        """Sent or received, neither accepted nor refused."""
        return self.filter(state__in=AWAITING_ANSWER)

    def newest_first(self) -> Self:
        """The latest first; ids follow time."""
        return self.order_by("-id")


class Referral(CaseRow):
    """A survivor handed on to one office with chosen facts.

    ``packet`` is what the office was told, a JSON object of fact code to text, fixed when it is
    sent: what the case says later does not change what was disclosed.
    """

    code = models.CharField(max_length=9, unique=True, default=new_code, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="referrals")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    medium = models.CharField(max_length=60)
    state = models.CharField(
        max_length=20, choices=ReferralState.choices, default=ReferralState.SENT
    )
    facts = models.JSONField()
    sent_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    state_changed_at = models.DateTimeField()
    purpose_sealed = SealedTextField(compartment=Compartment.CASE)
    packet_sealed = SealedJSONField(compartment=Compartment.CASE)
    version = models.PositiveIntegerField(default=1)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["partner", "-id"], name="referral_by_partner"),
            models.Index(fields=["partner", "state", "sent_on"], name="referral_by_state"),
        ]
        ordering: ClassVar = ["-id"]
        verbose_name = _("derivación")
        verbose_name_plural = _("derivaciones")

    def __str__(self) -> str:
        return self.code

    def days_of_silence(self, today: date | None = None) -> int | None:
        """Whole days since it was sent without an answer; None once answered or revoked."""
        if self.state not in AWAITING_ANSWER:
            return None
        return ((today or timezone.localdate()) - self.sent_on).days

    @property
    def next_states(self) -> tuple[ReferralState, ...]:
        """The states that may follow now."""
        return TRANSITIONS[self.state]


class ReferralStep(CaseRow):
    """One step of a referral: the state it came to, when, by whom, and what was said."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=20, choices=ReferralState.choices)
    happened_on = models.DateField()
    note_sealed = SealedTextField(compartment=Compartment.CASE)

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = _("paso de la derivación")
        verbose_name_plural = _("pasos de la derivación")
