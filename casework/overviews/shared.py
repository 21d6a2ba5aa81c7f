"""What a share shows beside a case's sections: the notes of the shared compartments."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from casework.models import Case, CaseException, SupportSession
from casework.models.session import WALLS
from vault.compartments import Compartment


@dataclass(frozen=True, slots=True)
class SharedNote:
    """A session with its note, and what was added to it."""

    kind: str
    held_on: date
    who: str
    text: str
    addenda: list[str]


@dataclass(frozen=True, slots=True)
class SharedCase:
    """One line of *Casos compartidos conmigo*; nothing of it is sealed."""

    code: str
    case_code: str
    partner: str
    giver: str
    purpose: str
    until: date


def notes_of(case: Case, compartments: Collection[str]) -> list[SharedNote]:
    """The notes behind these walls, the latest first: two queries."""
    kinds = [kind for kind, wall in WALLS.items() if wall in compartments]
    sessions = SupportSession.objects.filter(case=case, kind__in=kinds)
    return [
        SharedNote(
            kind=session.get_kind_display(),
            held_on=session.held_on,
            who=session.held_by.full_name,
            text=session.note,
            addenda=[addendum.note for addendum in session.addenda.all()],
        )
        for session in sessions.select_related("held_by").prefetch_related("addenda")
    ]


def sections_behind(compartments: Collection[str]) -> list[str]:
    """The sections of the intake that these compartments hold."""
    identity = ["survivor"] if Compartment.IDENTITY in compartments else []
    case = ["incidents", "needs", "safe_contact"] if Compartment.CASE in compartments else []
    return identity + case


def shared_case(share: CaseException) -> SharedCase:
    """A share as a line."""
    return SharedCase(
        code=share.code,
        case_code=share.case.code,
        partner=share.partner.name,
        giver=share.created_by.full_name,
        purpose=share.get_purpose_display(),
        until=share.last_day,
    )
