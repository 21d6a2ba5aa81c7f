"""What the plain pages show, fetched as a plain site fetches it."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.models import Partner
from accounts.permissions import GRANTS, Role
from casework.models.case import Stage
from casework.overviews.case_list import ROWS_A_PAGE, CaseRow
from casework.overviews.case_list import CasePage as ListPage
from casework.overviews.case_page import CasePage, drawn
from casework.overviews.course import CourseRows, entries_of
from casework.overviews.frame import CaseFrame, consent_state, contact_light
from casework.overviews.words import ago, due_tag, risk_tag, word
from casework.timeline import TimelineEntry, newest_first
from config.bench.plain import models

STAGES = dict(Stage.choices)


def list_page(partner: Partner) -> ListPage:
    """The newest open cases of the partner."""
    open_cases = models.Case.objects.filter(partner=partner, closed_at=None)
    with_names = open_cases.select_related("survivor__listing", "responsible")
    cases = list(with_names.order_by("-id")[: ROWS_A_PAGE + 1])
    older = cases[ROWS_A_PAGE - 1].code if len(cases) > ROWS_A_PAGE else ""
    return ListPage(rows=_rows_of(cases[:ROWS_A_PAGE]), older_than=older)


def _rows_of(cases: Sequence[Any]) -> list[CaseRow]:
    today = timezone.localdate()
    pending = models.FollowUp.objects.filter(case__in=cases, state="pending").order_by("-due_on")
    steps = {row.case_id: row.kind for row in pending}
    return [
        CaseRow(
            code=case.code,
            url=reverse("casework:case", args=[case.code]),
            name=case.survivor.listing.masked_name,
            risk=risk_tag(case.risk_level),
            stage=str(STAGES[Stage(case.stage)]),
            is_closed=case.closed_at is not None,
            next_step=word("seguimiento_tipo", steps[case.id]) if case.id in steps else "",
            due=due_tag(case.next_due_on, today) if case.next_due_on else None,
            responsible=case.responsible.full_name,
            last_contact=ago(case.last_contact_on, today) if case.last_contact_on else "",
        )
        for case in cases
    ]


def frame_of(case: Any) -> CaseFrame:
    """What stands around the page of a case."""
    today = timezone.localdate()
    contact = models.SafeContact.objects.filter(case=case).first()
    consents = list(models.Consent.objects.filter(case=case, withdrawn_at=None))
    return CaseFrame(
        case=case,
        name=case.survivor.listing.masked_name,
        contact=contact_light(contact, today),
        consent=consent_state(consents, today),
        current="case",
        may=GRANTS[Role.COUNSELOR],
        safe_contact=contact,
        consents=consents,
    )


def case_page(frame: CaseFrame) -> CasePage:
    """The case at a glance."""
    case = frame.case
    rows = CourseRows(
        sessions=list(models.SupportSession.objects.filter(case=case).select_related("held_by")),
        follow_ups=list(models.FollowUp.objects.filter(case=case).select_related("assigned_to")),
        incidents=list(models.Incident.objects.filter(case=case)),
        risks=list(models.RiskAssessment.objects.filter(case=case)),
        closures=list(models.Closure.objects.filter(case=case)),
    )
    members = models.CaseMember.objects.filter(case=case, until=None).select_related("user")
    team = [member.user.full_name for member in members]
    needs = list(models.Need.objects.filter(case=case))
    course = newest_first([*entries_of(case, rows), *_steps(case)])
    return drawn(frame, rows, course, needs=needs, team=team)


def _steps(case: Any) -> list[TimelineEntry]:
    steps = models.SentStep.objects.filter(case=case)
    return [
        TimelineEntry(
            kind="referral",
            happened_on=step.happened_on,
            recorded_at=step.created_at,
            label=step.get_state_display(),
            detail=step.referral.office.name,
            who=step.created_by.full_name,
            url=reverse("referrals:referral", args=[step.referral.code]),
        )
        for step in steps.select_related("referral__office", "created_by")
    ]
