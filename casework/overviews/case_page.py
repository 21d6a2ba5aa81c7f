"""One case at a glance: what comes next, what took place, what is missing.

Opens the short notes of what comes next and nothing else; narratives, identity and walled notes
have pages of their own, so that the trail says precisely what was read.
"""

from dataclasses import dataclass
from datetime import date, time

from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from casework.models import Case, CaseMember, Closure, FollowUp, Need, SupportSession
from casework.models.intake import SectionName
from casework.models.session import Attendance
from casework.overviews.course import CourseRows, course_of, course_rows, violence_of
from casework.overviews.frame import CaseFrame
from casework.overviews.words import Tag, ago, due_tag, place, word
from casework.timeline import TimelineEntry

SHOWN_SESSIONS = 5
SHOWN_ENTRIES = 6
MOST_ROWS = 40  # of each kind: enough for what is shown, and for what is pending


@dataclass(frozen=True, slots=True)
class NextThing:
    """A pending follow-up."""

    kind: str
    url: str
    when: Tag
    at: time | None
    what: str
    who: str


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session as everybody on the case may know it."""

    url: str
    kind: str
    held_on: date
    who: str
    attendance: str
    has_attended: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """A section nobody filled in yet."""

    url: str
    label: str


@dataclass(frozen=True)
class CasePage:
    """What the first page of a case shows inside its frame."""

    next_things: list[NextThing]
    sessions: list[SessionLine]
    has_more_sessions: bool
    entries: list[TimelineEntry]
    has_more_entries: bool
    missing: list[Missing]
    team: list[str]
    needs: list[Need]
    violence: str
    municipality: str
    entry_channel: str
    last_contact: str
    closure: Closure | None
    closing_reason: str


def case_page(frame: CaseFrame) -> CasePage:
    """The page; seven queries, whatever the case holds, and one for each source from above."""
    case = frame.case
    rows = course_rows(case, most=MOST_ROWS)
    needs = list(Need.objects.filter(case=case).order_by("id"))
    return drawn(frame, rows, course_of(case, rows), needs=needs, team=_team_of(case))


def drawn(
    frame: CaseFrame,
    rows: CourseRows,
    course: list[TimelineEntry],
    *,
    needs: list[Need],
    team: list[str],
) -> CasePage:
    """The page made of what was fetched; asks the database nothing."""
    case, today = frame.case, timezone.localdate()
    entries = [entry for entry in course if entry.kind != "session"]
    closure = next((row for row in rows.closures if row.reopened_at is None), None)
    return CasePage(
        next_things=[_next_thing(row, case, today) for row in rows.follow_ups if not row.ended_at],
        sessions=[session_line(row, case) for row in rows.sessions[:SHOWN_SESSIONS]],
        has_more_sessions=len(rows.sessions) > SHOWN_SESSIONS,
        entries=entries[:SHOWN_ENTRIES],
        has_more_entries=len(entries) > SHOWN_ENTRIES,
        missing=_missing(frame),
        team=team,
        needs=needs,
        violence=violence_of(rows.incidents),
        municipality=place(case.municipality),
        entry_channel=word("via_llegada", case.entry_channel),
        last_contact=ago(case.last_contact_on, today) if case.last_contact_on else "",
        closure=closure,
        closing_reason=word("motivo_cierre", closure.reason) if closure else "",
    )


def session_line(session: SupportSession, case: Case) -> SessionLine:
    """A session without its note."""
    return SessionLine(
        url=reverse("casework:session", args=[case.code, session.code]),
        kind=session.get_kind_display(),
        held_on=session.held_on,
        who=session.held_by.full_name,
        attendance=session.get_attendance_display(),
        has_attended=session.attendance == Attendance.ATTENDED,
    )


def _next_thing(follow_up: FollowUp, case: Case, today: date) -> NextThing:
    return NextThing(
        kind=word("seguimiento_tipo", follow_up.kind),
        url=reverse("casework:follow_up", args=[case.code, follow_up.code]),
        when=due_tag(follow_up.due_on, today),
        at=follow_up.due_at_time,
        what=follow_up.what,
        who=follow_up.assigned_to.full_name,
    )


def _team_of(case: Case) -> list[str]:
    """The names of those who support the case, the responsible person first."""
    members = CaseMember.objects.filter(case=case, until__isnull=True)
    others = members.exclude(user=case.responsible_id).order_by("user__full_name")
    return [case.responsible.full_name, *others.values_list("user__full_name", flat=True)]


def _missing(frame: CaseFrame) -> list[Missing]:
    """The sections that a quick intake left open, for somebody who may fill them in."""
    if Permission.WRITE_CASE not in frame.may or frame.case.is_closed:
        return []
    return [
        Missing(
            reverse("casework:case_section", args=[frame.case.code, section.value]),
            str(section.label),
        )
        for section in SectionName
        if section.value in frame.case.sections_to_complete
    ]


def sessions_of(case: Case) -> list[SessionLine]:
    """All sessions of a case, the latest first: one query."""
    sessions = SupportSession.objects.filter(case=case).select_related("held_by")
    return [session_line(session, case) for session in sessions.without_sealed()]
