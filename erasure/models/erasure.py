"""An erasure: asked for by one person, decided by another, and done or not."""

from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Partner
from casework.codes import new_code
from casework.models import Case
from erasure.extents import Extent, Wish
from erasure.models.rule import RetentionRule
from vault.compartments import Compartment
from vault.fields import SealedModel, SealedQuerySet, SealedTextField
from vault.ids import new_id


class ErasureState(models.TextChoices):
    """What became of it."""

    WAITING = "waiting", _("Por aprobar")
    ANNOUNCED = "announced", _("Anunciado")
    DONE = "done", _("Borrado")
    DECLINED = "declined", _("Rechazado")
    CANCELLED = "cancelled", _("Sin efecto")
    AGAIN = "again", _("Borrado de nuevo tras restaurar un respaldo")


AHEAD = (ErasureState.WAITING, ErasureState.ANNOUNCED)
OVER = (ErasureState.DONE, ErasureState.AGAIN)


class ErasureQuerySet(SealedQuerySet["Erasure"]):
    """The words for asking about erasures."""

    def of_partner(self, partner_id: UUID) -> Self:
        """Of this partner's cases."""
        return self.filter(partner_id=partner_id)

    def ahead(self) -> Self:
        """Neither done nor given up: waiting for a person, or announced by a rule."""
        return self.filter(state__in=AHEAD)

    def waiting(self) -> Self:
        """Waiting for another person's decision."""
        return self.filter(state=ErasureState.WAITING)


class Erasure(SealedModel):
    """One erasure of a case's survivor, or of a part of the case.

    ``asked_by`` is None where the partner's ``rule`` asks; then nobody decides. The words are
    sealed with the case's own key: they go with what they speak of, and with the link to it.
    ``case_code`` stays, so that somebody who asks later can be told that it was done.
    """

    sealed_owner: ClassVar[str] = "case_id"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=9, unique=True, default=new_code, editable=False)
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="erasures"
    )
    case_code = models.CharField(max_length=9, blank=True)
    extent = models.CharField(max_length=30, choices=Extent.choices)
    wish = models.CharField(max_length=20, choices=Wish.choices)
    words_sealed = SealedTextField(compartment=Compartment.CASE)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    rule = models.ForeignKey(
        RetentionRule, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=20, choices=ErasureState.choices, default=ErasureState.WAITING
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_sealed = SealedTextField(compartment=Compartment.CASE)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="nobody_decides_the_erasure_she_asked_for",
                condition=Q(decided_by__isnull=True)
                | Q(asked_by__isnull=True)
                | ~Q(decided_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="erasure_is_done_by_two_people_or_by_a_rule",
                condition=~Q(state="done")
                | Q(asked_by__isnull=False, decided_by__isnull=False)
                | Q(rule__isnull=False, asked_by__isnull=True),
            ),
            models.CheckConstraint(
                name="erasure_is_decided_exactly_when_it_is_not_ahead",
                condition=Q(state__in=["waiting", "announced"], decided_at__isnull=True)
                | ~Q(state__in=["waiting", "announced"]) & Q(decided_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="erasure_of_an_extent_is_ahead_once_per_case",
                fields=["case", "extent"],
                condition=Q(state__in=["waiting", "announced"]),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["partner", "asked_at"],
                name="erasure_ahead_by_partner",
                condition=Q(state__in=["waiting", "announced"]),
            ),
        ]
        ordering: ClassVar = ["-asked_at"]
        verbose_name = _("borrado")
        verbose_name_plural = _("borrados")

    def __str__(self) -> str:
        return self.code

    @property
    def trail_subject_id(self) -> UUID | None:
        """The case, while there is one."""
        return self.case_id

    @property
    def is_whole(self) -> bool:
        """Whether all of her goes."""
        return self.extent == Extent.EVERYTHING
