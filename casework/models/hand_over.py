"""Handing a case over: proposed by whoever answers for it, accepted or declined by a colleague."""

from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.codes import new_code
from casework.models.base import CaseRow
from vault.compartments import Compartment
from vault.fields import SealedQuerySet, SealedTextField


class HandOverAnswer(models.TextChoices):
    """What became of a proposal."""

    ACCEPTED = "accepted", _("Aceptado")
    DECLINED = "declined", _("No aceptado")
    REPLACED = "replaced", _("Reemplazado por otra propuesta")


class HandOverQuerySet(SealedQuerySet["HandOver"]):
    """The words for asking about hand-overs."""

    def waiting(self) -> Self:
        """Not answered yet."""
        return self.filter(answered_at__isnull=True)

    def proposed_to(self, user_id: UUID, partner_id: UUID | None) -> Self:
        """Put to this person, as somebody of this partner."""
        return self.filter(to_id=user_id, partner_id=partner_id)


class HandOver(CaseRow):
    """A proposal that somebody else answer for the case. ``created_by`` proposed it."""

    code = models.CharField(max_length=9, unique=True, default=new_code, editable=False)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=10, choices=HandOverAnswer.choices, blank=True)
    reason_sealed = SealedTextField(compartment=Compartment.CASE)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="case_is_proposed_to_one_person_at_a_time",
                fields=["case"],
                condition=models.Q(answered_at__isnull=True),
            ),
            models.CheckConstraint(
                name="hand_over_has_an_answer_exactly_when_it_was_answered",
                condition=models.Q(answered_at__isnull=True, answer="")
                | models.Q(answered_at__isnull=False) & ~models.Q(answer=""),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["to", "partner"],
                name="hand_over_waiting_by_person",
                condition=models.Q(answered_at__isnull=True),
            ),
        ]
        ordering: ClassVar = ["-id"]
        verbose_name = _("traspaso de un caso")
        verbose_name_plural = _("traspasos de casos")

    def __str__(self) -> str:
        return self.code
