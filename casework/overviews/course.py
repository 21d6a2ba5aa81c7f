"""The course of a case: what took place, from the rows that say so, without opening any of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import Case, Closure, FollowUp, Incident, RiskAssessment, SupportSession
from casework.models.follow_up import FollowUpState
from casework.overviews.words import short_day, word, words
from casework.timeline import TimelineEntry, entries_from_above, newest_first

MOST_ROWS = 500


@dataclass(frozen=True)
class CourseRows:
    """The newest rows of each kind that the course is made of; pending follow-ups come first."""

    sessions: list[SupportSession]
    follow_ups: list[FollowUp]
    incidents: list[Incident]
    risks: list[RiskAssessment]
    closures: list[Closure]


def course_rows(case: Case, *, most: int) -> CourseRows:
    """At most so many rows of each kind: five queries."""
    sessions = SupportSession.objects.filter(case=case).select_related("held_by")
    follow_ups = FollowUp.objects.filter(case=case).exclude(state=FollowUpState.ENDED)
    pending_first = (F("ended_at").desc(nulls_first=True), "due_on", "id")
    planned = follow_ups.select_related("assigned_to").defer("outcome_sealed")
    return CourseRows(
        sessions=list(sessions.without_sealed()[:most]),
        follow_ups=list(planned.order_by(*pending_first)[:most]),
        incidents=list(Incident.objects.filter(case=case).without_sealed()[:most]),
        risks=list(RiskAssessment.objects.filter(case=case).without_sealed()[:most]),
        closures=list(Closure.objects.filter(case=case).without_sealed()[:most]),
    )


def whole_course_of(case: Case) -> list[TimelineEntry]:
    """Everything that happened, newest first."""
    return course_of(case, course_rows(case, most=MOST_ROWS))


def course_of(case: Case, rows: CourseRows) -> list[TimelineEntry]:
    """The timeline made of these rows and of what the apps above add."""
    return newest_first([*entries_of(case, rows), *entries_from_above(case)])


def entries_of(case: Case, rows: CourseRows) -> list[TimelineEntry]:
    """What these rows themselves tell."""
    days = {row.id: row.due_on for row in rows.follow_ups}
    return [
        TimelineEntry(
            "opened", timezone.localdate(case.opened_at), case.opened_at, _("Se abrió el caso")
        ),
        *(_incident(row) for row in rows.incidents if row.happened_on),
        *(_session(row, case) for row in rows.sessions),
        *(_follow_up(row, row.ended_at, case, days) for row in rows.follow_ups if row.ended_at),
        *_risks(rows.risks),
        *(entry for row in rows.closures for entry in _closure(row)),
    ]


def violence_of(incidents: Iterable[Incident]) -> str:
    """The forms of violence named in these incidents, each once."""
    codes = dict.fromkeys(code for incident in incidents for code in incident.violence_types)
    return words("tipo_violencia", list(codes))


def _incident(incident: Incident) -> TimelineEntry:
    return TimelineEntry(
        kind="incident",
        happened_on=incident.happened_on or timezone.localdate(incident.created_at),
        recorded_at=incident.created_at,
        label=_("Hecho de violencia"),
        detail=violence_of([incident]),
    )


def _session(session: SupportSession, case: Case) -> TimelineEntry:
    return TimelineEntry(
        kind="session",
        happened_on=session.held_on,
        recorded_at=session.created_at,
        label=_("Sesión %(kind)s") % {"kind": session.get_kind_display().lower()},
        detail=f"{session.get_attendance_display()} · {session.get_mode_display()}",
        who=session.held_by.full_name,
        url=reverse("casework:session", args=[case.code, session.code]),
    )


def _follow_up(
    follow_up: FollowUp, ended_at: datetime, case: Case, days: Mapping[UUID, date]
) -> TimelineEntry:
    detail = follow_up.get_state_display()
    moved_to = days.get(follow_up.moved_to_id) if follow_up.moved_to_id else None
    if moved_to:
        day = short_day(moved_to, timezone.localdate())
        detail = _("%(state)s al %(day)s") % {"state": detail, "day": day}
    return TimelineEntry(
        kind="follow_up",
        happened_on=timezone.localdate(ended_at),
        recorded_at=ended_at,
        label=word("seguimiento_tipo", follow_up.kind),
        detail=detail,
        who=follow_up.assigned_to.full_name,
        url=reverse("casework:follow_up", args=[case.code, follow_up.code]),
    )


def _risks(risks: list[RiskAssessment]) -> Iterator[TimelineEntry]:
    """Each judgement beside the one before it."""
    for risk, earlier in zip(risks, [*risks[1:], None], strict=False):
        was = _("Antes: %(level)s") % {"level": earlier.get_level_display()} if earlier else ""
        yield TimelineEntry(
            kind="risk",
            happened_on=risk.assessed_on,
            recorded_at=risk.created_at,
            label=_("Riesgo valorado: %(level)s") % {"level": risk.get_level_display().lower()},
            detail=was,
        )


def _closure(closure: Closure) -> Iterator[TimelineEntry]:
    yield TimelineEntry(
        kind="closed",
        happened_on=timezone.localdate(closure.created_at),
        recorded_at=closure.created_at,
        label=_("Se cerró el caso"),
        detail=word("motivo_cierre", closure.reason),
    )
    if closure.reopened_at:
        yield TimelineEntry(
            kind="reopened",
            happened_on=timezone.localdate(closure.reopened_at),
            recorded_at=closure.reopened_at,
            label=_("Se reabrió el caso"),
        )
