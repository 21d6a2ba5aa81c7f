"""How the risk was judged over time, with the reasons: for the page that is opened to read them."""

from dataclasses import dataclass
from datetime import date

from casework.models import Case, RiskAssessment
from casework.overviews.words import Tag, risk_tag


@dataclass(frozen=True, slots=True)
class Assessment:
    """One judgement beside her own."""

    level: Tag
    assessed_on: date
    who: str
    reason: str
    her_own_perception: str


def assessments_of(case: Case) -> list[Assessment]:
    """Every judgement, the latest first: one query."""
    rows = RiskAssessment.objects.filter(case=case).select_related("created_by")
    return [
        Assessment(
            level=risk_tag(row.level),
            assessed_on=row.assessed_on,
            who=row.created_by.full_name,
            reason=row.reason,
            her_own_perception=row.her_own_perception,
        )
        for row in rows
    ]
