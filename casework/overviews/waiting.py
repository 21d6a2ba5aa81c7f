"""What of casework itself waits for somebody: the sources that ``casework.due`` asks for Hoy.

A person is shown what is hers, a supervisor what is her partner's. Each source is one query, the
greatest danger first, and opens no seal.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db.models import Case, Count, IntegerField, Min, Model, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import Permission
from accounts.staff import Staff
from casework.access import cases_for, consents_for, follow_ups_for, notices_for, safe_contacts_for
from casework.due import MOST_ITEMS_OF_A_SOURCE, RISKS_BY_WEIGHT, DueItem
from casework.exceptions import emergencies_to_review, hand_overs_waiting_for
from casework.models.case import RiskLevel
from casework.models.contact import CONFIRM_AGAIN_AFTER_DAYS
from casework.overviews.frame import CONSENT_ENDS_SOON
from casework.overviews.words import word

WITHOUT_CONTACT = timedelta(hours=48)
CONFIRM_AGAIN_AFTER = timedelta(days=CONFIRM_AGAIN_AFTER_DAYS)

Row = TypeVar("Row", bound=Model)


def follow_ups_due(staff: Staff, day: date) -> Iterator[DueItem]:
    """Follow-ups of that day and overdue ones; those with an hour stand among the appointments."""
    due = follow_ups_for(staff).pending().due_by(day).exclude(due_on=day, due_at_time__isnull=False)
    columns = ("code", "kind", "due_on", "assigned_to", "assigned_to__full_name")
    for row in _most_pressing(_hers(staff, due, "assigned_to"), "case__", "due_on", *columns):
        yield DueItem(
            kind="follow_up",
            due_on=row.due_on,
            case_code=row.case__code,
            risk=row.case__risk_level,
            label=word("seguimiento_tipo", row.kind),
            url=reverse("casework:follow_up", args=[row.case__code, row.code]),
            who=_unless_herself(staff, row.assigned_to, row.assigned_to__full_name),
        )


def dangers_without_contact(staff: Staff, day: date) -> Iterator[DueItem]:
    """Open cases of high or extreme risk with whom nobody has spoken for 48 hours."""
    silent = Q(last_contact_on__lte=day - WITHOUT_CONTACT) | Q(
        last_contact_on__isnull=True, opened_at__lte=timezone.now() - WITHOUT_CONTACT
    )
    in_danger = cases_for(staff).still_open().filter(silent)
    grave = in_danger.filter(risk_level__in=(RiskLevel.HIGH, RiskLevel.EXTREME))
    columns = ("last_contact_on", "opened_at", "responsible", "responsible__full_name")
    for row in _most_pressing(_hers(staff, grave, "responsible"), "", "last_contact_on", *columns):
        since = row.last_contact_on or timezone.localdate(row.opened_at)
        yield DueItem(
            kind="risk",
            due_on=since + WITHOUT_CONTACT,
            case_code=row.code,
            risk=row.risk_level,
            label=_silence(row.last_contact_on, day),
            url=reverse("casework:case", args=[row.code]),
            who=_unless_herself(staff, row.responsible, row.responsible__full_name),
        )


def contacts_to_confirm(staff: Staff, day: date) -> Iterator[DueItem]:
    """Safe contacts that nobody confirmed for 30 days, unless she is the one who will call."""
    too_old = Q(confirmed_on__lt=day - CONFIRM_AGAIN_AFTER) | Q(confirmed_on__isnull=True)
    contacts = safe_contacts_for(staff).filter(too_old, she_will_contact_us=False)
    columns = ("confirmed_on", "created_at", *_RESPONSIBLE)
    for row in _most_pressing(
        _hers(staff, contacts, "case__responsible"), "case__", "confirmed_on", *columns
    ):
        since = row.confirmed_on or timezone.localdate(row.created_at) - CONFIRM_AGAIN_AFTER
        yield DueItem(
            kind="contact",
            due_on=since + CONFIRM_AGAIN_AFTER,
            case_code=row.case__code,
            risk=row.case__risk_level,
            label=_("Reconfirmar el contacto seguro"),
            url=reverse("casework:case", args=[row.case__code]),
            who=_unless_herself(staff, row.case__responsible, row.case__responsible__full_name),
        )


def consents_ending(staff: Staff, day: date) -> Iterator[DueItem]:
    """Cases whose consents end within a week, or ended and were neither renewed nor withdrawn."""
    ending = consents_for(staff).filter(
        is_granted=True, withdrawn_at__isnull=True, ends_on__lte=day + CONSENT_ENDS_SOON
    )
    hers = _hers(staff, ending, "case__responsible")
    by_case = hers.values("case__code").annotate(first=Min("ends_on"), count=Count("id"))
    for row in _most_pressing(by_case, "case__", "first", "first", "count", *_RESPONSIBLE):
        yield DueItem(
            kind="consent",
            due_on=row.first,
            case_code=row.case__code,
            risk=row.case__risk_level,
            label=ngettext("Renovar su consentimiento", "Renovar sus consentimientos", row.count),
            url=reverse("casework:case_section", args=[row.case__code, "consent"]),
            who=_unless_herself(staff, row.case__responsible, row.case__responsible__full_name),
        )


def notices_given_up(staff: Staff, _day: date) -> Iterator[DueItem]:
    """For supervisors: reminders that could not be sent, so that a person tells the person."""
    if not staff.may(Permission.SUPERVISE):
        return
    failed = notices_for(staff).given_up(timezone.now())
    for row in _most_pressing(
        failed, "follow_up__case__", "due_on", "due_on", "recipient__full_name"
    ):
        yield DueItem(
            kind="notice",
            due_on=row.due_on,
            case_code=row.follow_up__case__code,
            risk=row.follow_up__case__risk_level,
            label=_("El aviso no pudo enviarse: avise en persona"),
            url=reverse("casework:case", args=[row.follow_up__case__code]),
            who=row.recipient__full_name,
        )


def hand_overs_waiting(staff: Staff, _day: date) -> Iterator[DueItem]:
    """Cases that colleagues propose to her."""
    if not staff.may(Permission.WRITE_CASE):
        return
    columns = ("code", "created_at", "created_by__full_name")
    for row in _most_pressing(hand_overs_waiting_for(staff), "case__", "created_at", *columns):
        yield DueItem(
            kind="notice",
            due_on=timezone.localdate(row.created_at),
            case_code=row.case__code,
            risk=row.case__risk_level,
            label=_("Le proponen llevar este caso"),
            url=reverse("casework:answer_hand_over", args=[row.code]),
            who=row.created_by__full_name,
        )


def emergencies_waiting(staff: Staff, _day: date) -> Iterator[DueItem]:
    """Emergencies that she is to review: somebody read behind a glass, and says why."""
    if not staff.may(Permission.SEE_CASES):
        return
    waiting = emergencies_to_review(staff)
    for row in _most_pressing(
        waiting, "case__", "starts_at", "starts_at", "code", "person__full_name"
    ):
        yield DueItem(
            kind="notice",
            due_on=timezone.localdate(row.starts_at),
            case_code=row.case__code,
            risk=row.case__risk_level,
            label=_("Revisar un acceso de emergencia"),
            url=reverse("casework:review_emergency", args=[row.code]),
            who=row.person__full_name,
        )


_RESPONSIBLE = ("case__responsible", "case__responsible__full_name")


def _hers(staff: Staff, rows: QuerySet[Row], whose: str) -> QuerySet[Row]:
    """Her own, or her partner's when she supervises."""
    if staff.may(Permission.SUPERVISE):
        return rows
    return rows.filter(**{whose: staff.user.id})


def _most_pressing(rows: QuerySet[Any, Any], to_case: str, by_day: str, *columns: str) -> Any:
    """The first rows by danger and day, as named tuples with the case's code and risk."""
    ranks = [
        When(**{f"{to_case}risk_level": risk}, then=Value(rank))
        for rank, risk in enumerate(RISKS_BY_WEIGHT)
    ]
    danger = Case(*ranks, output_field=IntegerField())
    ordered = rows.order_by(danger, by_day, f"{to_case}code")
    wanted = (f"{to_case}code", f"{to_case}risk_level", *columns)
    return ordered.values_list(*wanted, named=True)[:MOST_ITEMS_OF_A_SOURCE]


def _unless_herself(staff: Staff, user_id: Any, full_name: str) -> str:
    return "" if user_id == staff.user.id else full_name


def _silence(last_contact_on: date | None, day: date) -> str:
    if last_contact_on is None:
        return _("Sin ningún contacto desde que se abrió")
    days = (day - last_contact_on).days
    return ngettext(
        "Sin contacto desde hace %(n)s día", "Sin contacto desde hace %(n)s días", days
    ) % {"n": days}
