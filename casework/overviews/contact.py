"""The rules for reaching her, in the order in which they must be read before dialling."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import SafeContact
from casework.overviews.frame import needs_confirmation
from casework.overviews.words import Tag, short_day


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach her and whether she allowed it."""

    label: str
    answer: Tag


@dataclass(frozen=True, slots=True)
class ContactRules:
    """The opened rules. ``phone`` is empty where she allowed neither calls nor messages."""

    ways: list[Way]
    whose_phone: str
    hours: str
    what_to_say: str
    who_may_answer: str
    code_word: str
    other_way: str
    phone: str
    dial: str
    may_call: bool
    she_will_contact_us: bool
    confirmed: str
    is_old: bool
    erased_on: date | None


def contact_rules(contact: SafeContact | None) -> ContactRules | None:
    """The rules as a page shows them; None when nobody recorded any."""
    if contact is None:
        return None
    is_reachable = bool(contact.is_phone_allowed or contact.is_message_allowed)
    return ContactRules(
        ways=_ways(contact),
        whose_phone=contact.get_whose_phone_display() if contact.whose_phone else "",
        hours=contact.hours,
        what_to_say=contact.what_to_say,
        who_may_answer=contact.who_may_answer,
        code_word=contact.code_word,
        other_way=contact.other_way,
        phone=contact.phone if is_reachable else "",
        dial="".join(sign for sign in contact.phone if sign.isdigit() or sign == "+"),
        may_call=bool(contact.is_phone_allowed),
        she_will_contact_us=contact.she_will_contact_us,
        confirmed=_confirmation(contact),
        is_old=_is_old(contact),
        erased_on=contact.erased_on,
    )


def _ways(contact: SafeContact) -> list[Way]:
    return [
        Way(_("Llamarla"), _answer(contact.is_phone_allowed)),
        Way(_("Escribirle mensajes"), _answer(contact.is_message_allowed)),
        Way(_("Dejarle un mensaje de voz"), _answer(contact.is_voicemail_allowed)),
        Way(_("Visitarla"), _answer(contact.is_visit_allowed)),
    ]


def _answer(is_allowed: bool | None) -> Tag:  # noqa: FBT001  her answer, not a switch
    if is_allowed is None:
        return Tag(_("No se preguntó: no lo haga"), "warn")
    return Tag(_("Sí"), "good") if is_allowed else Tag(_("No"), "danger")


def _confirmation(contact: SafeContact) -> str:
    if contact.confirmed_on is None:
        return ""
    day = short_day(contact.confirmed_on, timezone.localdate())
    by = contact.confirmed_by
    return _("%(day)s, por %(who)s") % {"day": day, "who": by.full_name} if by else day


def _is_old(contact: SafeContact) -> bool:
    day = contact.confirmed_on
    return day is None or needs_confirmation(day, timezone.localdate())
