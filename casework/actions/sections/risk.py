"""Risk: every change is a new assessment with its own reason; the latest one counts."""

from datetime import date

from django.utils import timezone

from accounts.permissions import Permission
from accounts.staff import Staff
from casework.access import supports
from casework.answers import RiskAnswers
from casework.errors import RiskLoweredByStranger
from casework.models import Case, RiskAssessment
from casework.models.case import RiskLevel

BY_DANGER = list(RiskLevel.values)


def new_assessment(case: Case, answers: RiskAnswers, *, day: date, by: Staff) -> RiskAssessment:
    """One judgement, of that day."""
    return RiskAssessment(
        partner_id=case.partner_id,
        case=case,
        created_by=by.user,
        level=answers["level"],
        assessed_on=day,
        reason=answers["reason"],
        her_own_perception=answers.get("her_own_perception", ""),
    )


def read(case: Case) -> RiskAnswers:
    """The level that counts; a new assessment needs a reason of its own."""
    return {"level": case.risk_level}


def version(case: Case) -> str:
    """Which assessment counts."""
    latest = RiskAssessment.objects.filter(case=case).values_list("id", flat=True).first()
    return str(latest or "")


def change(case: Case, answers: RiskAnswers, *, by: Staff) -> None:
    """Adds an assessment. Anybody may raise the level; RiskLoweredByStranger if she may not."""
    assessment = new_assessment(case, answers, day=timezone.localdate(), by=by)
    is_lower = BY_DANGER.index(assessment.level) < BY_DANGER.index(case.risk_level)
    if is_lower and not (by.may(Permission.SUPERVISE) or supports(by, case)):
        raise RiskLoweredByStranger
    assessment.save()
    case.risk_level = assessment.level
    case.save(update_fields=["risk_level"])
