"""How she may be reached: opening the rules, confirming them, leaving the next step to her."""

from django.db import transaction
from django.utils import timezone

from accounts.staff import Staff
from audit.events import Event
from audit.ledger import record
from casework.actions.course import hold, require_same_partner, settle
from casework.models import Case, SafeContact
from casework.notices import stop_notices_of_case


@transaction.atomic
def reveal_name(case: Case, *, by: Staff) -> str:
    """Her name, for the one page that shows it; that it was shown is on the trail."""
    require_same_partner(case, by=by)
    _record_revealed(case, "name")
    return case.survivor.full_name


@transaction.atomic
def reveal_contact(case: Case, *, by: Staff) -> SafeContact | None:
    """The rules for reaching her and her number, if they were recorded; opening is on the trail."""
    require_same_partner(case, by=by)
    _record_revealed(case, "safe_contact")
    found = SafeContact.objects.filter(case=case).select_related("confirmed_by")
    contact: SafeContact | None = found.first()
    return contact


@transaction.atomic
def confirm_safe_contact(case: Case, *, by: Staff) -> None:
    """She said today that the rules still hold."""
    hold(case, by=by)
    contact = _contact_of(case, by)
    contact.confirmed_on = timezone.localdate()
    contact.confirmed_by = by.user
    contact.version += 1
    contact.save(update_fields=["confirmed_on", "confirmed_by", "version"])
    settle(case, contact_on=contact.confirmed_on)
    _record_deed("confirm_safe_contact", case)


@transaction.atomic
def leave_contact_to_her(case: Case, *, by: Staff) -> None:
    """She will contact us: nobody is reminded of this case until then."""
    hold(case, by=by)
    mark_she_will_contact(case, by=by)
    _record_deed("leave_contact_to_her", case)


@transaction.atomic
def take_up_contact(case: Case, *, by: Staff) -> None:
    """She did contact us, or asked us to call again: reminders go on."""
    hold(case, by=by)
    _set_she_will_contact(_contact_of(case, by), value=False)
    _record_deed("take_up_contact", case)


def mark_she_will_contact(case: Case, *, by: Staff) -> None:
    """Set the flag and stop every notice of the case, inside a deed that holds it."""
    _set_she_will_contact(_contact_of(case, by), value=True)
    stop_notices_of_case(case)


def _set_she_will_contact(contact: SafeContact, *, value: bool) -> None:
    contact.she_will_contact_us = value
    contact.version += 1
    contact.save(update_fields=["she_will_contact_us", "version"])


def _contact_of(case: Case, by: Staff) -> SafeContact:
    """The case's safe contact, made empty if nobody recorded one yet."""
    contact, _is_new = SafeContact.objects.get_or_create(
        case=case, defaults={"partner_id": case.partner_id, "created_by": by.user}
    )
    return contact


def _record_revealed(case: Case, what: str) -> None:
    record(
        Event.REVEALED,
        partner_id=case.partner_id,
        subject_id=case.id,
        target=case,
        details={"what": what},
    )


def _record_deed(deed: str, case: Case) -> None:
    record(Event.DEED, partner_id=case.partner_id, subject_id=case.id, target=case, deed=deed)
