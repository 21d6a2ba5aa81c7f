"""The case: its code, its course, and the team that carries it."""

from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Partner
from casework.codes import new_code
from casework.models.survivor import Survivor
from vault.compartments import Compartment
from vault.fields import SealedModel, SealedQuerySet, SealedTextField
from vault.ids import new_id


class RiskLevel(models.TextChoices):
    """How much danger she is in, in the professional's judgement."""

    LOW = "low", _("Bajo")
    MEDIUM = "medium", _("Medio")
    HIGH = "high", _("Alto")
    EXTREME = "extreme", _("Extremo")


class Stage(models.TextChoices):
    """Where the case stands; it follows from what was done."""

    OPENED = "opened", _("Recién abierto")
    IN_SUPPORT = "in_support", _("En atención")
    CLOSED = "closed", _("Cerrado")


class CaseQuerySet(SealedQuerySet["Case"]):
    """The words for asking about cases."""

    def of_partner(self, partner_id: UUID) -> Self:
        """Cases that this partner carries."""
        return self.filter(partner_id=partner_id)

    def still_open(self) -> Self:
        """Cases that are not closed."""
        return self.filter(closed_at__isnull=True)

    def carried_by(self, user_id: UUID) -> Self:
        """Cases this person is responsible for."""
        return self.filter(responsible_id=user_id)

    def for_list(self) -> Self:
        """With what a list shows: the sealed mask and the responsible person, in one query."""
        return self.defer("opening_notes_sealed").select_related("survivor__listing", "responsible")

    def newest_first(self) -> Self:
        """The latest opened first; ids follow time."""
        return self.order_by("-id")


class Case(SealedModel):  # type: ignore[django-manager-missing]  # guardian's
    """A survivor's case inside one partner, from first contact to closure.

    ``risk_level``, ``stage``, ``next_due_on`` and ``last_contact_on`` repeat what the risk
    assessments, sessions and follow-ups say, so that a list of 100,000 cases reads one table;
    only ``casework.actions`` writes them. ``sections_to_complete`` names what a quick intake left
    for later. While ``restricted_at`` is set, its keys open to its named team and to supervisors.
    """

    sealed_owner: ClassVar[str] = "id"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=9, unique=True, default=new_code, editable=False)
    survivor = models.ForeignKey(Survivor, on_delete=models.PROTECT, related_name="cases")
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.OPENED)
    risk_level = models.CharField(max_length=10, choices=RiskLevel.choices)
    municipality = models.CharField(max_length=6, blank=True)
    entry_channel = models.CharField(max_length=60, blank=True)
    wants_legal_action = models.CharField(max_length=60, blank=True)
    is_quick = models.BooleanField(default=False)
    sections_to_complete = models.JSONField(default=list, blank=True)
    next_due_on = models.DateField(null=True, blank=True)
    last_contact_on = models.DateField(null=True, blank=True)
    restricted_at = models.DateTimeField(null=True, blank=True)
    opening_notes_sealed = SealedTextField(compartment=Compartment.CASE)
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="case_closes_after_it_opens",
                condition=models.Q(closed_at__isnull=True)
                | models.Q(closed_at__gte=models.F("opened_at")),
            ),
            models.CheckConstraint(
                name="case_is_closed_exactly_when_its_stage_says_so",
                condition=models.Q(closed_at__isnull=True) & ~models.Q(stage="closed")
                | models.Q(closed_at__isnull=False) & models.Q(stage="closed"),
            ),
            models.CheckConstraint(
                name="case_risk_level_is_known",
                condition=models.Q(risk_level__in=RiskLevel.values),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partner", "-id"], name="case_by_partner"),
            models.Index(fields=["partner", "responsible", "-id"], name="case_by_responsible"),
            models.Index(fields=["partner", "stage", "-id"], name="case_by_stage"),
            models.Index(fields=["partner", "risk_level", "-id"], name="case_by_risk"),
        ]
        verbose_name = _("caso")
        verbose_name_plural = _("casos")
        permissions: ClassVar = [
            ("carry_case", "Works on the restricted case, as her role lets her"),
            ("read_case", "Reads what was opened to her of the case"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def trail_subject_id(self) -> UUID:
        """Its own id."""
        return self.id

    @property
    def is_closed(self) -> bool:
        """Whether the case has been closed and not reopened."""
        return self.closed_at is not None


class CaseMember(models.Model):
    """Somebody of the partner's staff who supports the case, and since when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="case_member_supports_a_case_once_at_a_time",
                fields=["case", "user"],
                condition=models.Q(until__isnull=True),
            ),
        ]
        verbose_name = _("integrante del equipo")
        verbose_name_plural = _("equipo del caso")

    def __str__(self) -> str:
        return f"member {self.id}"

    @property
    def trail_subject_id(self) -> UUID:
        """The case supported."""
        return self.case_id
