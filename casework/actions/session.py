"""Recording support sessions, and adding to their notes."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.staff import Staff
from audit.events import Event
from audit.ledger import record
from casework.access import may_add_to_note, may_read_note, passes_walls, session_kinds_for
from casework.actions.course import hold, settle
from casework.actions.draft import DraftOf, end_draft
from casework.actions.follow_up import NextStep, plan
from casework.actions.team import join_team
from casework.errors import NoteNotHers, SessionKindNotHers
from casework.models import Case, SessionAddendum, SupportSession
from casework.models.draft import Paper
from casework.models.session import WALLS, Attendance, SessionKind, SessionMode
from vault.compartments import Compartment
from vault.keychain import keychain


@dataclass(frozen=True)
class SessionFacts:
    """What everybody on the case may know of a session."""

    kind: SessionKind
    mode: SessionMode
    attendance: Attendance
    held_on: date
    minutes: int | None = None


@transaction.atomic
def record_session(
    case: Case, *, facts: SessionFacts, note: str, next_step: NextStep | None = None, by: Staff
) -> SupportSession:
    """Record a session, its note behind its wall, and plan the next step if there is one.

    Whoever records on a case supports it from then on, unless that would open others' notes to
    her; her draft of it goes. Raises CaseIsClosed, SessionKindNotHers or NotOfThisPartner.
    """
    if facts.kind not in session_kinds_for(by):
        raise SessionKindNotHers
    hold(case, by=by)
    session = _sealed_session(case, facts, note, by)
    end_draft(draft_of_session(case), by=by)
    has_joined = not passes_walls(by) and join_team(case, user=by.user)
    if next_step:
        plan(case, next_step, by=by)
    settle(case, contact_on=facts.held_on if facts.attendance == Attendance.ATTENDED else None)
    record(
        Event.DEED,
        partner_id=case.partner_id,
        subject_id=case.id,
        target=session,
        deed="record_session",
        details={
            "kind": facts.kind.value,
            "attendance": facts.attendance.value,
            "next_steps": int(next_step is not None),
            "joined_team": int(has_joined),
        },
    )
    return session


@transaction.atomic
def add_to_note(session: SupportSession, *, note: str, by: Staff) -> SessionAddendum:
    """Add to the note of a session she held; the note itself stays. Raises NoteNotHers."""
    if not may_add_to_note(by, session):
        raise NoteNotHers
    hold(session.case, by=by)
    addendum: SessionAddendum = SessionAddendum.objects.create(
        partner_id=session.partner_id,
        case_id=session.case_id,
        created_by=by.user,
        session=session,
        note=note,
    )
    end_draft(draft_of_addendum(session), by=by)
    record(
        Event.DEED,
        partner_id=session.partner_id,
        subject_id=session.case_id,
        target=session,
        deed="add_to_note",
        details={"kind": session.kind},
    )
    return addendum


def draft_of_session(case: Case) -> DraftOf:
    """What is being written when a session is being recorded."""
    return DraftOf(case, Paper.SESSION)


def draft_of_addendum(session: SupportSession) -> DraftOf:
    """What is being written when something is being added to a note."""
    return DraftOf(session.case, Paper.ADDENDUM, session.code)


def wall_while_typing(kind: str, *, by: Staff) -> Compartment:
    """The wall of the kind chosen so far; while none of hers is, the highest she passes."""
    kinds = session_kinds_for(by)
    return WALLS[next((hers for hers in kinds if hers == kind), kinds[0])]


@dataclass(frozen=True)
class OpenNote:
    """A note and what was added to it, read by somebody inside its wall."""

    text: str
    addenda: list[SessionAddendum]


def open_note(session: SupportSession, *, by: Staff) -> OpenNote | None:
    """The note; None for a colleague outside its wall, who came to see that a session took place.

    The case's own pages lead her here, so that her visit is told as a visit and refused nobody.
    """
    if may_read_note(by, session):
        addenda = list(session.addenda.select_related("created_by"))
        return OpenNote(text=session.note, addenda=addenda)
    record(
        Event.DEED,
        partner_id=session.partner_id,
        subject_id=session.case_id,
        target=session,
        deed="see_session_without_note",
        details={"kind": session.kind},
    )
    return None


def _sealed_session(case: Case, facts: SessionFacts, note: str, by: Staff) -> SupportSession:
    keychain().ensure(case.partner_id, case.id, WALLS[facts.kind])
    session: SupportSession = SupportSession.objects.create(
        partner_id=case.partner_id,
        case=case,
        created_by=by.user,
        held_by=by.user,
        kind=facts.kind,
        mode=facts.mode,
        attendance=facts.attendance,
        held_on=facts.held_on,
        minutes=facts.minutes,
        note=note,
    )
    return session
