"""An emergency as its reviewer sees it: who opened what, why, and until when."""

from dataclasses import dataclass
from datetime import datetime

from casework.models import CaseException
from vault.compartments import Compartment

WHAT = {
    Compartment.IDENTITY: Compartment.IDENTITY.label,
    Compartment.CASE: Compartment.CASE.label,
    Compartment.PSYCHOLOGICAL: Compartment.PSYCHOLOGICAL.label,
    Compartment.LEGAL: Compartment.LEGAL.label,
}


@dataclass(frozen=True, slots=True)
class Emergency:
    """What the page shows; the reason is opened for it."""

    code: str
    case_code: str
    who: str
    what: list[str]
    why: str
    begun: datetime
    until: datetime
    is_reviewed: bool


def emergency_page(exception: CaseException) -> Emergency:
    """One emergency."""
    return Emergency(
        code=exception.code,
        case_code=exception.case.code,
        who=exception.person.full_name,
        what=[str(WHAT[Compartment(code)]) for code in exception.compartments],
        why=exception.reason,
        begun=exception.starts_at,
        until=exception.ended_at or exception.ends_at,
        is_reviewed=exception.reviewed_at is not None,
    )
