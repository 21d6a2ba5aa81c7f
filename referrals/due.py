"""What referrals add to Hoy and to a case's timeline: silence, and steps."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.permissions import Permission
from accounts.staff import Staff
from casework.access import seen_by
from casework.due import MOST_ITEMS_OF_A_SOURCE, DueItem
from casework.models import Case
from casework.timeline import TimelineEntry
from referrals.models import Referral, ReferralStep

SILENT_AFTER_DAYS = 7


def silent_referrals(staff: Staff, day: date) -> Iterable[DueItem]:
    """Referrals without an answer for a week: of her cases, or of the partner's for supervisors."""
    if staff.partner_id is None or not staff.may(Permission.SEE_CASES):
        return []
    silent = (
        Referral.objects.of_partner(staff.partner_id)
        .awaiting_answer()
        .filter(seen_by(staff, to_case="case__"))
        .filter(sent_on__lte=day - timedelta(days=SILENT_AFTER_DAYS), case__closed_at=None)
    )
    if not staff.may(Permission.SUPERVISE):
        silent = silent.filter(case__responsible_id=staff.user.pk)
    shown = silent.without_sealed().select_related("case", "office", "case__responsible")
    return [_due(each, staff, day) for each in shown.order_by("sent_on")[:MOST_ITEMS_OF_A_SOURCE]]


def _due(referral: Referral, staff: Staff, day: date) -> DueItem:
    days = (day - referral.sent_on).days
    label = ngettext(
        "%(office)s: %(days)d día sin respuesta", "%(office)s: %(days)d días sin respuesta", days
    )
    case = referral.case
    return DueItem(
        kind="referral",
        due_on=referral.sent_on + timedelta(days=SILENT_AFTER_DAYS),
        case_code=case.code,
        risk=case.risk_level,
        label=label % {"office": referral.office.name, "days": days},
        url=reverse("referrals:referral", args=[referral.code]),
        who="" if case.responsible_id == staff.user.pk else case.responsible.full_name,
    )


def referral_steps(case: Case) -> Iterable[TimelineEntry]:
    """Every step of the case's referrals; notes stay closed."""
    steps = ReferralStep.objects.without_sealed().filter(case=case)
    return [
        TimelineEntry(
            kind="referral",
            happened_on=step.happened_on,
            recorded_at=step.created_at,
            label=_("Derivación %(state)s") % {"state": step.get_state_display().lower()},
            detail=step.referral.office.name,
            who=step.created_by.full_name,
            url=reverse("referrals:referral", args=[step.referral.code]),
        )
        for step in steps.select_related("referral__office", "created_by").defer(
            "note_sealed", "referral__purpose_sealed", "referral__packet_sealed"
        )
    ]
