"""Hoy: what needs action, told case by case, the greatest danger first."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.staff import Staff
from casework.access import cases_for, drafts_for, follow_ups_for, intakes_for
from casework.due import DueItem, due_for
from casework.models.draft import Paper
from casework.overviews.case_list import masked_names
from casework.overviews.intake import progress_of
from casework.overviews.words import Tag, ago, due_tag, risk_tag, word

MOST_CASES = 25
PAGES = {
    Paper.SESSION: "casework:new_session",
    Paper.ADDENDUM: "casework:session",
    Paper.REFERRAL: "referrals:new",
}


@dataclass(frozen=True, slots=True)
class DueLine:
    """One thing to be done on a case. ``kind`` picks its shape."""

    kind: str
    label: str
    url: str
    when: Tag | None
    who: str


@dataclass(frozen=True, slots=True)
class DueCase:
    """A case that waits, with everything it waits for; ``who`` when all of it waits for one."""

    code: str
    url: str
    name: str
    risk: Tag
    who: str
    lines: list[DueLine]


@dataclass(frozen=True, slots=True)
class Appointment:
    """Something with an hour today."""

    at: time
    kind: str
    case_code: str
    name: str
    url: str
    who: str


@dataclass(frozen=True, slots=True)
class UnfinishedIntake:
    """An intake she began and did not finish."""

    code: str
    url: str
    touched: str
    progress: str


@dataclass(frozen=True, slots=True)
class UnfinishedPaper:
    """A form of a case that she began to fill and did not save."""

    paper: str
    case_code: str
    name: str
    url: str
    touched: str


@dataclass(frozen=True, slots=True)
class Today:
    """The page Hoy. ``more`` is how many cases wait beyond those shown."""

    day: date
    appointments: list[Appointment]
    cases: list[DueCase]
    more: int
    intakes: list[UnfinishedIntake]
    papers: list[UnfinishedPaper]

    @property
    def is_quiet(self) -> bool:
        """Whether nothing waits at all."""
        return not (self.appointments or self.cases or self.intakes or self.papers)


def today_for(staff: Staff) -> Today:
    """What waits for this person today; the number of queries is always the same."""
    day = timezone.localdate()
    items = due_for(staff, day)
    codes = list(dict.fromkeys(item.case_code for item in items))
    meetings = _meetings(staff, day)
    drafts = _drafts(staff)
    shown = codes[:MOST_CASES]
    names = _names(staff, {*shown, *(row.case__code for row in (*meetings, *drafts))})
    return Today(
        day=day,
        appointments=[_appointment(staff, row, names) for row in meetings],
        cases=[_due_case(code, items, names, day) for code in shown],
        more=len(codes) - len(shown),
        intakes=_unfinished(staff),
        papers=[_paper(row, names, day) for row in drafts],
    )


def _meetings(staff: Staff, day: date) -> list[Any]:
    timed = follow_ups_for(staff).pending().filter(due_on=day, due_at_time__isnull=False)
    if not staff.may(Permission.SUPERVISE):
        timed = timed.assigned_to(staff.user.id)
    columns = ("code", "kind", "due_at_time", "case__code", "assigned_to", "assigned_to__full_name")
    rows = timed.order_by("due_at_time", "id").values_list(*columns, named=True)
    return list(rows[:MOST_CASES])


def _appointment(staff: Staff, row: Any, names: Mapping[str, str]) -> Appointment:
    is_hers = row.assigned_to == staff.user.id
    return Appointment(
        at=row.due_at_time,
        kind=word("seguimiento_tipo", row.kind),
        case_code=row.case__code,
        name=names.get(row.case__code, ""),
        url=reverse("casework:follow_up", args=[row.case__code, row.code]),
        who="" if is_hers else row.assigned_to__full_name,
    )


def _drafts(staff: Staff) -> list[Any]:
    kept = drafts_for(staff).fresh(timezone.now()).filter(case__closed_at__isnull=True)
    columns = ("paper", "about", "touched_at", "case__code")
    return list(kept.order_by("-touched_at").values_list(*columns, named=True)[:MOST_CASES])


def _paper(row: Any, names: Mapping[str, str], day: date) -> UnfinishedPaper:
    codes = [row.case__code, row.about] if row.about else [row.case__code]
    return UnfinishedPaper(
        paper=str(Paper(row.paper).label),
        case_code=row.case__code,
        name=names.get(row.case__code, ""),
        url=reverse(PAGES[row.paper], args=codes),
        touched=ago(timezone.localdate(row.touched_at), day),
    )


def _due_case(code: str, items: Iterable[DueItem], names: Mapping[str, str], day: date) -> DueCase:
    here = [item for item in items if item.case_code == code]
    people = {item.who for item in here}
    of_all = people.pop() if len(people) == 1 else ""
    return DueCase(
        code=code,
        url=reverse("casework:case", args=[code]),
        name=names.get(code, ""),
        risk=risk_tag(here[0].risk),
        who=of_all,
        lines=[
            DueLine(
                kind=item.kind,
                label=str(item.label),
                url=item.url,
                when=_when(item, day),
                who="" if of_all else item.who,
            )
            for item in here
        ],
    )


def _when(item: DueItem, day: date) -> Tag | None:
    """How its date stands; a danger says it in its own words, a routine does not shout."""
    if item.kind == "risk":
        return None
    tag = due_tag(item.due_on, day)
    return Tag(tag.label, "warn") if item.kind == "contact" else tag


def _names(staff: Staff, codes: Collection[str]) -> dict[str, str]:
    """Initials by case code: two queries."""
    found = cases_for(staff).filter(code__in=codes).values_list("code", "survivor_id")
    survivors = dict(found)
    masked = masked_names(staff, survivors.values())
    return {code: masked.get(survivor_id, "") for code, survivor_id in survivors.items()}


def _unfinished(staff: Staff) -> list[UnfinishedIntake]:
    if not staff.may(Permission.OPEN_CASE):
        return []
    saved = Count("sections", filter=Q(sections__saved_at__isnull=False))
    begun = intakes_for(staff).annotate(saved=saved).order_by("-touched_at")
    columns = ("code", "touched_at", "saved")
    return [
        UnfinishedIntake(
            intake.code,
            reverse("casework:intake", args=[intake.code]),
            ago(timezone.localdate(intake.touched_at), timezone.localdate()),
            progress_of(intake.saved),
        )
        for intake in begun.values_list(*columns, named=True)[:MOST_CASES]
    ]
