"""A partner's rule: how long after closure something of a case is kept."""

from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Partner
from erasure.extents import Extent
from vault.ids import new_id


class RuleState(models.TextChoices):
    """Whether it is in force."""

    WAITING = "waiting", _("Por aprobar")
    STANDING = "standing", _("Vigente")
    DECLINED = "declined", _("Rechazada")
    ENDED = "ended", _("Reemplazada")


class RuleQuerySet(models.QuerySet["RetentionRule"]):
    """The words for asking about rules."""

    def of_partner(self, partner_id: UUID) -> Self:
        """This partner's."""
        return self.filter(partner_id=partner_id)

    def standing(self) -> Self:
        """In force, those that say "keep it" among them."""
        return self.filter(state=RuleState.STANDING)

    def waiting(self) -> Self:
        """Proposed, and not yet decided by another person."""
        return self.filter(state=RuleState.WAITING)


class RetentionRule(models.Model):
    """``months`` after closure, what ``extent`` names is erased; None keeps it.

    A partner without a standing rule keeps everything. A rule is never changed: another one,
    proposed by one person and approved by a second, takes its place.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    extent = models.CharField(max_length=30, choices=Extent.choices)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=RuleState.choices, default=RuleState.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="nobody_decides_the_rule_she_proposed",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="rule_stands_after_another_person_decided",
                condition=Q(state="waiting") | Q(decided_by__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_standing_rule_per_partner_and_extent",
                fields=["partner", "extent"],
                condition=Q(state="standing"),
            ),
            models.UniqueConstraint(
                name="one_waiting_rule_per_partner_and_extent",
                fields=["partner", "extent"],
                condition=Q(state="waiting"),
            ),
        ]
        ordering: ClassVar = ["extent", "-asked_at"]
        verbose_name = _("regla de conservación")
        verbose_name_plural = _("reglas de conservación")

    def __str__(self) -> str:
        return f"rule {self.id}"
