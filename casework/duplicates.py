"""Is she known already? Looks inside one partner for what points at the same woman.

Names are compared as they sound; cards and telephones by keyed digests that several people
share. What is opened to tell those people apart is only compared and reaches no page, so it is
no reading of their files. That somebody looked is on the trail; what she looked for is not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.staff import Staff
from casework.access import cases_for
from casework.answers import SafeContactAnswers, SurvivorAnswers
from casework.digests import card_digests, phone_digests
from casework.models import Case, Listing, SafeContact
from vault.keychain import keychain
from vault.names import fold
from vault.search import normal_card, normal_phone, scan

MOST_SHOWN = 8
MOST_NAMED = 200
NEAR = timedelta(days=366)
# What a candidate is compared by; the rest of her stays in the database.
COMPARED = (
    "partner_id",
    "card_digest",
    "survivor__partner_id",
    "survivor__municipality",
    "survivor__identity_document_sealed",
    "survivor__birth_date_sealed",
)


class Reason(models.TextChoices):
    """Why somebody may be the same woman, the strongest first."""

    CARD = "card", _("Mismo documento")
    PHONE = "phone", _("Mismo teléfono")
    BIRTH_DATE = "birth_date", _("Fecha de nacimiento igual o cercana")
    NAME = "name", _("El nombre suena parecido")


@dataclass(frozen=True)
class Traces:
    """What is known so far of the woman who may be known already."""

    name: str = ""
    card: str = ""
    phone: str = ""
    born: date | None = None
    municipality: str = ""

    @classmethod
    def of(cls, survivor: SurvivorAnswers, contact: SafeContactAnswers) -> "Traces":
        """Of what an intake has answered: the first of her names and of her surnames."""
        given = survivor.get("given_names") or survivor.get("chosen_name", "")
        surname = survivor.get("first_surname") or survivor.get("second_surname", "")
        born = survivor.get("birth_date")
        return cls(
            name=f"{given.partition(' ')[0]} {surname}" if surname else given,
            card=normal_card(survivor.get("identity_card", "")),
            phone=normal_phone(contact.get("phone", "")),
            born=date.fromisoformat(born) if born else None,
            municipality=survivor.get("municipality", ""),
        )

    @property
    def tells(self) -> bool:
        """Whether the name by itself says something: half the partner may be called María."""
        return len(fold(self.name).split()) > 1


@dataclass(frozen=True)
class Match:
    """Somebody who may be the same woman: her latest case, and as much of her as a list shows."""

    case: Case
    reasons: tuple[Reason, ...]


def find(staff: Staff, traces: Traces) -> list[Match]:
    """The few most likely, those with the strongest reason first."""
    if staff.partner_id is None:
        return []
    named = set(named_like(staff.partner_id, traces.name))
    listings = _candidates(staff.partner_id, traces, named)
    _have_identities_at_hand(listings, traces, named)
    phoned = _with_phone(listings, traces)
    reasons = {
        listing.survivor_id: tuple(_reasons(listing, traces, named, phoned)) for listing in listings
    }
    return _matches(staff, {who: why for who, why in reasons.items() if why})


def named_like(partner_id: UUID, name: str) -> list[UUID]:
    """The listings whose search value matches the name, in one pass over the partner's."""
    column = Listing._meta.get_field("search_value_sealed")
    hers = Listing.objects.filter(partner_id=partner_id)
    return list(scan(name, hers, column=column, partner_id=partner_id))


def numbered(partner_id: UUID, number: str) -> set[UUID]:
    """The survivors with this identity card, or who gave this telephone number."""
    traces = Traces(card=normal_card(number), phone=normal_phone(number))
    listings = _candidates(partner_id, traces, set())
    _have_identities_at_hand(listings, traces, set())
    carded = {listing.survivor_id for listing in listings if _has_card(listing, traces)}
    return carded | _with_phone(listings, traces)


def _candidates(partner_id: UUID, traces: Traces, named: set[UUID]) -> list[Listing]:
    """Everybody whose name sounds alike, or whose digest is the same by chance or not.

    Not those whose every case is restricted: their keys do not open here.
    """
    alike = Q(pk__in=sorted(named)[:MOST_NAMED])
    for column, digests in _digests(partner_id, traces).items():
        alike |= Q(**{f"{column}__in": digests})
    hers = Listing.objects.filter(alike, partner_id=partner_id).select_related("survivor")
    return list(hers.filter(survivor__restricted_at__isnull=True).only(*COMPARED))


def _have_identities_at_hand(listings: Iterable[Listing], traces: Traces, named: set[UUID]) -> None:
    """Fetches the keys of those whose card or birth date will be compared, in one query."""
    keychain().prefetch(
        listing.survivor_id
        for listing in listings
        if listing.id in named or (traces.card and listing.card_digest is not None)
    )


def _digests(partner_id: UUID, traces: Traces) -> dict[str, list[int]]:
    return {
        "card_digest": card_digests(partner_id, traces.card),
        "phone_digest": phone_digests(partner_id, traces.phone),
    }


def _with_phone(listings: Iterable[Listing], traces: Traces) -> set[UUID]:
    """The survivors who gave this number in any of their cases."""
    if not traces.phone:
        return set()
    whose = [listing.survivor_id for listing in listings]
    open_to_all = SafeContact.objects.filter(case__restricted_at__isnull=True)
    given = open_to_all.filter(case__survivor_id__in=whose).select_related("case")
    contacts = list(given.only("partner_id", "phone_sealed", "case__survivor_id"))
    keychain().prefetch(contact.case_id for contact in contacts)
    return {
        contact.case.survivor_id
        for contact in contacts
        if contact.passes("phone", lambda phone: normal_phone(phone) == traces.phone)
    }


def _has_card(listing: Listing, traces: Traces) -> bool:
    if not traces.card or listing.card_digest is None:
        return False
    return listing.survivor.passes(
        "identity_document",
        lambda document: normal_card((document or {}).get("number", "")) == traces.card,
    )


def _reasons(
    listing: Listing, traces: Traces, named: set[UUID], phoned: set[UUID]
) -> Iterator[Reason]:
    survivor = listing.survivor
    if _has_card(listing, traces):
        yield Reason.CARD
    if survivor.id in phoned:
        yield Reason.PHONE
    if listing.id in named:
        is_near = survivor.passes("birth_date", lambda born: _is_near(born, traces.born))
        if is_near:
            yield Reason.BIRTH_DATE
        if is_near or traces.tells or survivor.municipality == traces.municipality != "":
            yield Reason.NAME


def _is_near(one: date | None, other: date | None) -> bool:
    """The same day, day and month exchanged, or a year's slip."""
    if one is None or other is None:
        return False
    return abs(one - other) <= NEAR or (one.day, one.month, one.year) == (
        other.month,
        other.day,
        other.year,
    )


def _matches(staff: Staff, reasons: dict[UUID, tuple[Reason, ...]]) -> list[Match]:
    if not reasons:
        return []
    hers = cases_for(staff).for_list().filter(survivor_id__in=reasons).newest_first()
    latest: dict[UUID, Case] = {}
    for case in hers:
        latest.setdefault(case.survivor_id, case)
    order = list(Reason)
    ranked = sorted(
        latest.values(), key=lambda case: [order.index(r) for r in reasons[case.survivor_id]]
    )
    return [Match(case, reasons[case.survivor_id]) for case in ranked[:MOST_SHOWN]]
