"""Safe contact: one row for each case, and the digest by which her number is found again."""

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from accounts.staff import Staff
from casework.answers import SafeContactAnswers, answered
from casework.digests import phone_digest
from casework.models import Case, Listing, SafeContact
from casework.notices import stop_notices_of_case

if TYPE_CHECKING:
    from collections.abc import Mapping

CHANNELS = ("is_phone_allowed", "is_message_allowed", "is_voicemail_allowed", "is_visit_allowed")
TEXTS = (
    "phone",
    "whose_phone",
    "hours",
    "what_to_say",
    "who_may_answer",
    "code_word",
    "other_way",
)


def new_contact(case: Case, answers: SafeContactAnswers, *, by: Staff) -> SafeContact:
    """The rules she gave."""
    contact = SafeContact(partner_id=case.partner_id, case=case, created_by=by.user)
    _fill(contact, answers, by=by)
    return contact


def read(case: Case) -> SafeContactAnswers:
    """The rules as they stand."""
    contact = _contact(case)
    if contact is None:
        return {}
    is_closed = all(getattr(contact, channel) is False for channel in CHANNELS)
    known = {
        **{name: getattr(contact, name) for name in (*TEXTS, *CHANNELS)},
        "she_will_contact_us": contact.she_will_contact_us or None,
        "no_safe_way": is_closed or None,
        "confirmed_on": contact.confirmed_on.isoformat() if contact.confirmed_on else None,
    }
    return cast("SafeContactAnswers", answered(known))


def version(case: Case) -> str:
    """The row's own."""
    contact = _contact(case)
    return str(contact.version) if contact else ""


def change(case: Case, answers: SafeContactAnswers, *, by: Staff) -> None:
    """Writes other rules, makes her findable by another number, stops notices if she says so."""
    contact = _contact(case) or new_contact(case, answers, by=by)
    _fill(contact, answers, by=by)
    contact.version += 1
    contact.save()
    listing = Listing.objects.get(survivor_id=case.survivor_id)
    listing.phone_digest = phone_digest(case.partner_id, answers.get("phone", ""))
    listing.save(update_fields=["phone_digest"])
    if contact.she_will_contact_us:
        stop_notices_of_case(case)


def _contact(case: Case) -> SafeContact | None:
    found: SafeContact | None = SafeContact.objects.filter(case=case).first()
    return found


def _fill(contact: SafeContact, answers: SafeContactAnswers, *, by: Staff) -> None:
    given: Mapping[str, Any] = answers
    for name in TEXTS:
        setattr(contact, name, given.get(name, ""))
    for channel in CHANNELS:
        setattr(contact, channel, False if given.get("no_safe_way") else given.get(channel))
    contact.she_will_contact_us = answers.get("she_will_contact_us", False)
    confirmed_on = answers.get("confirmed_on")
    contact.confirmed_on = date.fromisoformat(confirmed_on) if confirmed_on else None
    contact.confirmed_by = by.user if confirmed_on else None
