"""What is left to count of a case, taken before the case goes. Opens no seal."""

from collections import Counter
from datetime import date, datetime

from django.utils import timezone

from casework.models import Case, Closure, Incident, RiskAssessment, SupportSession
from casework.models.case import RiskLevel
from erasure.models import ErasedCase
from referrals.models import Referral

# From the least to the greatest, as the model names them.
BY_DANGER = {level: place for place, level in enumerate(RiskLevel.values)}


def counted(case: Case) -> ErasedCase:
    """An unsaved row of codes and months, with nothing that leads back to the case."""
    who = case.survivor
    closure = Closure.objects.without_sealed().filter(case=case, reopened_at__isnull=True).first()
    return ErasedCase(
        partner_id=case.partner_id,
        opened_month=_month(case.opened_at),
        closed_month=_month(case.closed_at) if case.closed_at else None,
        municipality=case.municipality,
        age_band=who.age_band,
        sex=who.sex,
        violence_types=_violence_types(case),
        highest_risk=_highest_risk(case),
        sessions=_sessions(case),
        referrals=_referrals(case),
        closing_reason=closure.reason if closure else "",
    )


def _month(moment: datetime) -> date:
    return timezone.localdate(moment).replace(day=1)


def _violence_types(case: Case) -> list[str]:
    types = Incident.objects.filter(case=case).values_list("violence_types", flat=True)
    return sorted({code for each in types for code in each})


def _highest_risk(case: Case) -> str:
    levels = RiskAssessment.objects.filter(case=case).values_list("level", flat=True)
    return max([case.risk_level, *levels], key=BY_DANGER.__getitem__)


def _sessions(case: Case) -> dict[str, int]:
    """How many sessions of each kind."""
    kinds = SupportSession.objects.filter(case=case).values_list("kind", flat=True)
    return dict(sorted(Counter(kinds).items()))


def _referrals(case: Case) -> dict[str, int]:
    """How many referrals by ``institution:state``."""
    sent = Referral.objects.filter(case=case).values_list("office__institution__code", "state")
    return dict(sorted(Counter(f"{kind}:{state}" for kind, state in sent).items()))
