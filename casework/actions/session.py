"""Recording support sessions, and adding to their notes."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.staff import Staff
from audit.events import Event, Outcome
from audit.ledger import record
from casework.access import may_add_to_note, may_read_note, session_kinds_for
from casework.actions.course import hold, settle
from casework.actions.follow_up import NextStep, plan
from casework.actions.team import join_team
from casework.errors import NoteNotHers, SessionKindNotHers
from casework.models import Case, SessionAddendum, SupportSession
from casework.models.session import WALLS, Attendance, SessionKind, SessionMode
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

    Whoever records on a case supports it from then on. Raises CaseIsClosed, SessionKindNotHers
    or NotOfThisPartner.
    """
    if facts.kind not in session_kinds_for(by):
        raise SessionKindNotHers
    hold(case, by=by)
    session = _sealed_session(case, facts, note, by)
    has_joined = join_team(case, user=by.user)
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
    record(
        Event.DEED,
        partner_id=session.partner_id,
        subject_id=session.case_id,
        target=session,
        deed="add_to_note",
        details={"kind": session.kind},
    )
    return addendum


@dataclass(frozen=True)
class OpenNote:
    """A note and what was added to it, read by somebody inside its wall."""

    text: str
    addenda: list[SessionAddendum]


def open_note(session: SupportSession, *, by: Staff) -> OpenNote | None:
    """The note; for somebody outside its wall None, and a line in the trail that she came."""
    if may_read_note(by, session):
        addenda = list(session.addenda.select_related("created_by"))
        return OpenNote(text=session.note, addenda=addenda)
    record(
        Event.REFUSED,
        partner_id=session.partner_id,
        subject_id=session.case_id,
        target=session,
        outcome=Outcome.REFUSED,
        reason="outside_the_wall",
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
