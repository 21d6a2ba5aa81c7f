"""Totals without persons: what a supervisor counts in her team, and the network over all."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Partner
from casework.models import Case, FollowUp
from casework.models.case import RiskLevel
from erasure.models import ErasedCase
from vault import wall

# Fewer than this could point at one woman (our addition to GBVIMS' sharing rules, domain notes §6).
SMALLEST_SHOWN = 5
HIGH_LEVELS = (RiskLevel.HIGH, RiskLevel.EXTREME)
OPEN_NOW = _("Casos abiertos hoy")
OPENED_IN_YEAR = _("Casos abiertos en %(year)d")
HIGH_RISK_NOW = _("Abiertos con riesgo alto o extremo")


@dataclass(frozen=True, slots=True)
class Workload:
    """What one person of the team carries."""

    name: str
    open_cases: int
    high_risk: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Total:
    """One number of the network; ``shown`` is the number, or "< 5" where it is too small."""

    label: str
    shown: str


def workload_of(partner_id: UUID) -> list[Workload]:
    """Open cases and overdue follow-ups per person, the most loaded first; two queries."""
    cases = (
        Case.objects.of_partner(partner_id)
        .still_open()
        .values("responsible_id", "responsible__full_name")
        .annotate(
            open_cases=Count("id"),
            high_risk=Count("id", filter=Q(risk_level__in=HIGH_LEVELS)),
        )
        .order_by("-open_cases", "responsible__full_name")
    )
    overdue = _overdue_by_person(partner_id)
    return [
        Workload(
            name=row["responsible__full_name"],
            open_cases=row["open_cases"],
            high_risk=row["high_risk"],
            overdue=overdue.get(row["responsible_id"], 0),
        )
        for row in cases
    ]


def _overdue_by_person(partner_id: UUID) -> dict[UUID, int]:
    today = timezone.localdate()
    late = FollowUp.objects.filter(partner_id=partner_id, due_on__lt=today).pending()
    counted = late.values_list("assigned_to_id").annotate(Count("id")).order_by()
    return dict(counted)


def totals_of(partners: QuerySet[Partner]) -> list[tuple[str, list[Total]]]:
    """Per partner: open cases, opened this year, open at high risk; small counts suppressed.

    A case that was erased since was opened all the same. Three queries, however many partners.
    """
    year = timezone.localdate().year
    is_open = Q(closed_at__isnull=True)
    counted = (
        Case.objects.filter(partner__in=partners)
        .values_list("partner_id")
        .annotate(
            open_now=Count("id", filter=is_open),
            opened=Count("id", filter=Q(opened_at__year=year)),
            at_high_risk=Count("id", filter=is_open & Q(risk_level__in=HIGH_LEVELS)),
        )
        .order_by()
    )
    with wall.looking_round():
        by_partner = {row[0]: row[1:] for row in counted}
        erased = _erased_of_year(partners, year)
    return [
        (
            partner.name,
            _totals(by_partner.get(partner.pk, (0, 0, 0)), erased.get(partner.pk, 0), year),
        )
        for partner in partners.order_by("name")
    ]


def _erased_of_year(partners: QuerySet[Partner], year: int) -> dict[UUID, int]:
    opened = ErasedCase.objects.filter(partner__in=partners, opened_month__year=year)
    return dict(opened.values_list("partner_id").annotate(Count("id")).order_by())


def _totals(counts: tuple[int, ...], erased: int, year: int) -> list[Total]:
    open_now, opened, at_high_risk = counts
    counts = (open_now, opened + erased, at_high_risk)
    labels = (OPEN_NOW, OPENED_IN_YEAR % {"year": year}, HIGH_RISK_NOW)
    return [
        Total(label=str(label), shown=shown(n)) for label, n in zip(labels, counts, strict=True)
    ]


def shown(count: int) -> str:
    """The count, or "< 5" when it lies between one and four."""
    return f"< {SMALLEST_SHOWN}" if 0 < count < SMALLEST_SHOWN else str(count)
