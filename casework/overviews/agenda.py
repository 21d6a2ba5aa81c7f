"""The agenda: two weeks of follow-ups, day by day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.staff import Staff
from casework.access import follow_ups_for
from casework.overviews.case_list import masked_names
from casework.overviews.words import Tag, risk_tag, word
from casework.overviews.working_days import weekend_name, why_free

DAYS_SHOWN = 14
WEEK = timedelta(days=7)
MOST_ENTRIES = 300
YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """One follow-up on its day; one with an hour is an appointment."""

    at: time | None
    kind: str
    label: str
    case_code: str
    name: str
    risk: Tag
    url: str
    who: str


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """A day; ``free`` says why offices do not work on it."""

    day: date
    is_today: bool
    is_past: bool
    is_holiday: bool
    free: str
    entries: list[AgendaEntry]


@dataclass(frozen=True, slots=True)
class Agenda:
    """Two weeks, and the Mondays from which the weeks beside them start."""

    days: list[AgendaDay]
    first: date
    last: date
    earlier: date
    later: date
    is_of_partner: bool
    may_see_partner: bool


def agenda_for(staff: Staff, *, week_of: date | None = None, of_partner: bool = False) -> Agenda:
    """Her own agenda from the Monday of that week, or her partner's when she supervises."""
    today = timezone.localdate()
    monday = _monday_of(week_of if week_of and week_of.year in YEARS else today)
    may_see_partner = staff.may(Permission.SUPERVISE)
    entries = _entries(staff, monday, of_partner=of_partner and may_see_partner)
    department = staff.partner.department if staff.partner else ""
    days = [monday + timedelta(days=n) for n in range(DAYS_SHOWN)]
    return Agenda(
        days=[_day(day, today, why_free(day, department), entries[day]) for day in days],
        first=monday,
        last=days[-1],
        earlier=monday - WEEK,
        later=monday + WEEK,
        is_of_partner=of_partner and may_see_partner,
        may_see_partner=may_see_partner,
    )


def _day(day: date, today: date, free: str, entries: list[AgendaEntry]) -> AgendaDay:
    return AgendaDay(
        day=day,
        is_today=day == today,
        is_past=day < today,
        is_holiday=bool(free) and free != weekend_name(day),
        free=free,
        entries=entries,
    )


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _entries(staff: Staff, monday: date, *, of_partner: bool) -> dict[date, list[AgendaEntry]]:
    last = monday + timedelta(days=DAYS_SHOWN - 1)
    coming = follow_ups_for(staff).pending().filter(due_on__range=(monday, last))
    if not of_partner:
        coming = coming.assigned_to(staff.user.id)
    columns = (
        *("code", "kind", "due_on", "due_at_time", "assigned_to__full_name"),
        *("case__code", "case__risk_level", "case__survivor"),
    )
    found = coming.order_by("due_on", "due_at_time", "id").values_list(*columns, named=True)
    rows = list(found[:MOST_ENTRIES])
    names = masked_names(staff, {row.case__survivor for row in rows})
    by_day: dict[date, list[AgendaEntry]] = defaultdict(list)
    for row in rows:
        who = row.assigned_to__full_name if of_partner else ""
        by_day[row.due_on].append(_entry(row, names.get(row.case__survivor, ""), who))
    return by_day


def _entry(row: Any, name: str, who: str) -> AgendaEntry:
    return AgendaEntry(
        at=row.due_at_time,
        kind=row.kind,
        label=word("seguimiento_tipo", row.kind),
        case_code=row.case__code,
        name=name,
        risk=risk_tag(row.case__risk_level),
        url=reverse("casework:follow_up", args=[row.case__code, row.code]),
        who=who,
    )
