"""Exceptions: one person's way to one case beyond what her role gives, with a reason and an end."""

from datetime import date, datetime, timedelta
from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Partner
from casework.codes import new_code
from casework.models.base import CaseRow
from casework.models.consent import Consent
from casework.models.grant import CaseUserObjectPermission
from vault.compartments import Compartment
from vault.fields import SealedQuerySet, SealedTextField


class ExceptionKind(models.TextChoices):
    """Which way it is."""

    TEAM = "team", _("Equipo del caso restringido")
    SHARE = "share", _("Caso compartido")
    BREAK_GLASS = "break_glass", _("Acceso de emergencia")


class CaseRight(models.TextChoices):
    """What guardian's row on the case says: the labels are what a lawyer reads."""

    CARRY = "carry_case", _("Trabajar en el caso restringido, según su rol")
    READ = "read_case", _("Leer lo que se le abrió del caso")


RIGHT_OF = {
    ExceptionKind.TEAM: CaseRight.CARRY,
    ExceptionKind.SHARE: CaseRight.READ,
    ExceptionKind.BREAK_GLASS: CaseRight.READ,
}


class SharePurpose(models.TextChoices):
    """What a case is shared for."""

    JOINT_SUPPORT = "joint_support", _("Atenderla en conjunto")
    ADVICE = "advice", _("Pedir una opinión profesional")
    SHELTER = "shelter", _("Coordinar su protección o albergue")
    LEGAL = "legal", _("Coordinar su patrocinio legal")


class Ending(models.TextChoices):
    """Why it ended."""

    EXPIRED = "expired", _("Llegó a su fecha de fin")
    GIVER = "giver", _("Lo terminó quien lo dio")
    CONSENT = "consent", _("Ella retiró su consentimiento, o venció")
    LIFTED = "lifted", _("Se levantó la restricción")
    RENEWED = "renewed", _("Se renovó")
    LEFT = "left", _("La persona dejó el caso o la organización")


class ExceptionQuerySet(SealedQuerySet["CaseException"]):
    """The words for asking about exceptions."""

    def standing(self) -> Self:
        """Not ended by anybody yet; what ran out a moment ago is still among them."""
        return self.filter(ended_at__isnull=True)

    def live_at(self, now: datetime) -> Self:
        """Those that open something now: begun, not ended, consented to, with guardian's row.

        Whether a job has tidied up does not matter: the clock and her consent decide.
        """
        day = timezone.localdate(now)
        consented = Q(consent__is_granted=True, consent__withdrawn_at__isnull=True) & (
            Q(consent__ends_on__isnull=True) | Q(consent__ends_on__gte=day)
        )
        rights = CaseUserObjectPermission.objects.filter(
            content_object=OuterRef("case_id"),
            user=OuterRef("person_id"),
            permission__codename=OuterRef("right"),
        )
        begun = self.standing().filter(starts_at__lte=now, ends_at__gt=now)
        return begun.filter(Q(consent__isnull=True) | consented, Exists(rights))

    def held_by(self, user_id: UUID, partner_id: UUID | None) -> Self:
        """This person's, as somebody of this partner."""
        return self.filter(person_id=user_id, holder_partner_id=partner_id)

    def to_review(self) -> Self:
        """Emergencies that nobody else has looked at yet, ended or not."""
        return self.filter(kind=ExceptionKind.BREAK_GLASS, reviewed_at__isnull=True)


class CaseException(CaseRow):
    """One exception. It opens nothing by itself: guardian's row and the wrapped keys must stand.

    ``compartments`` are codes of ``vault.compartments``; ``purpose`` is a share's.
    ``created_by`` gave it. ``ends_at`` is also the end of what rests on her consent.
    """

    also_of: ClassVar = ("holder_partner_id",)  # behind the second wall: a share has two partners

    code = models.CharField(max_length=9, unique=True, default=new_code, editable=False)
    kind = models.CharField(max_length=20, choices=ExceptionKind.choices)
    right = models.CharField(max_length=20, choices=CaseRight.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    holder_partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    compartments = models.JSONField()
    purpose = models.CharField(max_length=20, choices=SharePurpose.choices, blank=True)
    consent = models.ForeignKey(
        Consent, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    ended_why = models.CharField(max_length=20, choices=Ending.choices, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    was_justified = models.BooleanField(null=True, blank=True)
    reason_sealed = SealedTextField(compartment=Compartment.CASE)
    review_sealed = SealedTextField(compartment=Compartment.CASE)

    objects = ExceptionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="exception_ends_after_it_starts",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
            ),
            models.CheckConstraint(
                name="exception_says_why_exactly_when_it_ended",
                condition=models.Q(ended_at__isnull=True, ended_why="")
                | models.Q(ended_at__isnull=False) & ~models.Q(ended_why=""),
            ),
            models.CheckConstraint(
                name="share_rests_on_her_consent",
                condition=~models.Q(kind="share") | models.Q(consent__isnull=False),
            ),
            models.CheckConstraint(
                name="share_leaves_the_partner_and_nothing_else_does",
                condition=models.Q(kind="share") & ~models.Q(holder_partner=models.F("partner"))
                | ~models.Q(kind="share") & models.Q(holder_partner=models.F("partner")),
            ),
            models.CheckConstraint(
                name="nobody_reviews_herself",
                condition=models.Q(reviewed_by__isnull=True)
                | ~models.Q(reviewed_by=models.F("person")),
            ),
            models.UniqueConstraint(
                name="exception_of_a_kind_stands_once_per_person_and_case",
                fields=["case", "person", "holder_partner", "kind"],
                condition=models.Q(ended_at__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["person", "holder_partner", "ends_at"],
                name="exception_standing_by_person",
                condition=models.Q(ended_at__isnull=True),
            ),
            models.Index(
                fields=["ends_at"],
                name="exception_standing_by_end",
                condition=models.Q(ended_at__isnull=True),
            ),
            models.Index(
                fields=["partner", "person"],
                name="exception_to_review",
                condition=models.Q(kind="break_glass", reviewed_at__isnull=True),
            ),
        ]
        ordering: ClassVar = ["-id"]
        verbose_name = _("excepción de acceso")
        verbose_name_plural = _("excepciones de acceso")

    def __str__(self) -> str:
        return self.code

    @property
    def last_day(self) -> date:
        """The last day on which it opens anything, in Bolivia."""
        return last_day_before(self.ends_at)


def last_day_before(moment: datetime) -> date:
    """The day that ends with this moment, or in which it lies."""
    return timezone.localdate(moment - timedelta(microseconds=1))
