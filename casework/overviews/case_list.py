"""The list of cases: one page of it, with what a row shows and nothing more.

A page costs the same however many cases there are: it starts after the last code of the page
before, it counts nothing, and it opens one listing key for all its rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.staff import Staff
from casework.access import cases_for
from casework.models import Case, FollowUp
from casework.models.case import CaseQuerySet, RiskLevel, Stage
from casework.models.survivor import Listing
from casework.overviews.words import Tag, ago, due_tag, risk_tag, word
from vault.errors import Tampered
from vault.keychain import keychain

ROWS_A_PAGE = 25
COLUMNS = (
    "partner_id",
    "code",
    "survivor_id",
    "stage",
    "risk_level",
    "closed_at",
    "next_due_on",
    "last_contact_on",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases a list shows. ``stage`` is a stage, ``all``, or empty for those still open."""

    stage: str = ""
    risk: str = ""
    is_hers: bool = False
    is_overdue: bool = False
    municipality: str = ""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of a list."""

    code: str
    url: str
    name: str
    risk: Tag
    stage: str
    is_closed: bool
    next_step: str
    due: Tag | None
    responsible: str
    last_contact: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of the list, and the codes from which the pages beside it start, if any."""

    rows: list[CaseRow]
    newer_than: str = ""
    older_than: str = ""


def list_cases(
    staff: Staff, wanted: Wanted, *, older_than: str = "", newer_than: str = ""
) -> CasePage:
    """The page after, or before, the case with the given code; the newest cases without one."""
    found = _matching(staff, wanted)
    if newer_than:
        page = found.filter(id__gt=_id_of(staff, newer_than)).order_by("id")
        cases = list(reversed(page[: ROWS_A_PAGE + 1]))
        has_newer, has_older = len(cases) > ROWS_A_PAGE, bool(cases)
        cases = cases[-ROWS_A_PAGE:]
    else:
        page = found.filter(id__lt=_id_of(staff, older_than)) if older_than else found
        cases = list(page.newest_first()[: ROWS_A_PAGE + 1])
        has_newer, has_older = bool(older_than), len(cases) > ROWS_A_PAGE
        cases = cases[:ROWS_A_PAGE]
    return CasePage(
        rows=rows_of(staff, cases),
        newer_than=cases[0].code if cases and has_newer else "",
        older_than=cases[-1].code if cases and has_older else "",
    )


def rows_of(staff: Staff, cases: Sequence[Case]) -> list[CaseRow]:
    """The lines for these cases of her partner, in the order given: three queries and one key."""
    today = timezone.localdate()
    names = masked_names(staff, [case.survivor_id for case in cases])
    steps = _next_steps(cases)
    risks = {level: risk_tag(level) for level in RiskLevel.values}
    stages = {str(code): str(label) for code, label in Stage.choices}
    return [
        CaseRow(
            code=case.code,
            url=reverse("casework:case", args=[case.code]),
            name=names.get(case.survivor_id, ""),
            risk=risks[case.risk_level],
            stage=stages[case.stage],
            is_closed=case.is_closed,
            next_step=steps.get(case.id, ""),
            due=due_tag(case.next_due_on, today) if case.next_due_on else None,
            responsible=getattr(case, "responsible_name", ""),
            last_contact=ago(case.last_contact_on, today) if case.last_contact_on else "",
        )
        for case in cases
    ]


def masked_names(staff: Staff, survivor_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Initials by survivor: one query, opened with the listing key of her own partner."""
    if staff.partner_id is None:
        return {}
    keychain().prefetch([staff.partner_id])
    listings = Listing.objects.filter(partner_id=staff.partner_id, survivor_id__in=survivor_ids)
    needed = listings.only("partner_id", "survivor_id", "masked_name_sealed")
    return {listing.survivor_id: _mask_of(listing) for listing in needed}


def _mask_of(listing: Listing) -> str:
    """Her initials. One damaged row does not take the list from everybody; the trail tells it."""
    try:
        return listing.masked_name
    except Tampered:
        return _("Dato dañado")


def _matching(staff: Staff, wanted: Wanted) -> CaseQuerySet:
    found = cases_for(staff)
    if wanted.stage in Stage.values:
        found = found.filter(stage=wanted.stage)
    elif not wanted.stage:
        found = found.still_open()
    if wanted.risk:
        found = found.filter(risk_level=wanted.risk)
    if wanted.is_hers:
        found = found.carried_by(staff.user.id)
    if wanted.is_overdue:
        found = found.filter(next_due_on__lt=timezone.localdate())
    if wanted.municipality:
        found = found.filter(municipality=wanted.municipality)
    return found.only(*COLUMNS).annotate(responsible_name=F("responsible__full_name"))


def _id_of(staff: Staff, code: str) -> Subquery:
    return Subquery(cases_for(staff).filter(code=code).values("id")[:1])


def _next_steps(cases: Sequence[Case]) -> dict[UUID, str]:
    """What the earliest pending follow-up is about, by case."""
    dated = [case.id for case in cases if case.next_due_on]
    pending = FollowUp.objects.pending().filter(case_id__in=dated).order_by("due_on", "id")
    steps: dict[UUID, str] = {}
    for case_id, kind in pending.values_list("case_id", "kind"):
        if case_id not in steps:
            steps[case_id] = word("seguimiento_tipo", kind)
    return steps
