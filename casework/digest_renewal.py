"""Makes digests anew after a partner's search key was exchanged.

What is opened for that is only digested and reaches nobody, so it is no reading of anybody's file.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from casework.digests import card_digest, phone_digest, phone_digests
from casework.models import Listing, SafeContact
from vault.compartments import Compartment
from vault.errors import VaultError
from vault.fields import SealedField, SealedModel
from vault.keychain import Scope, keychain, open_keys
from vault.rewriting import locked, rewrite

A_BATCH = 500
COLUMNS = ("card_digest", "phone_digest")
NEEDED = frozenset({Compartment.IDENTITY, Compartment.CASE, Compartment.LISTING})
Accounting = Callable[[type[Model], Collection[Any]], AbstractContextManager[None]]


def renew_digests(partner_id: UUID, *, purpose: str, accounting: Accounting) -> int:
    """Makes those digests anew that another search key made; how many listings that were."""
    renewed = 0
    with open_keys(Scope(purpose, {partner_id: NEEDED})):
        stale = _stale(partner_id)
        for start in range(0, len(stale), A_BATCH):
            renewed += _renew(partner_id, stale[start : start + A_BATCH], accounting)
    return renewed


def _stale(partner_id: UUID) -> list[UUID]:
    rows = Listing.objects.filter(partner_id=partner_id).order_by("id")
    is_stale = keychain().has_stale_digest
    return [
        row_id
        for row_id, *digests in rows.values_list("id", *COLUMNS)
        if is_stale(partner_id, *digests)
    ]


@transaction.atomic
def _renew(partner_id: UUID, ids: list[UUID], accounting: Accounting) -> int:
    survivors = dict(locked(Listing.objects.all(), ids).values_list("id", "survivor_id"))
    listings = Listing.objects.filter(id__in=survivors).select_related("survivor").order_by("id")
    phones = _phones(survivors.values())
    keychain().prefetch(survivors.values())
    with accounting(Listing, list(survivors)):
        rewrite(
            Listing,
            COLUMNS,
            [
                (
                    listing.id,
                    _card(partner_id, listing),
                    _phone(partner_id, listing, phones[listing.survivor_id]),
                )
                for listing in listings
            ],
        )
    return len(survivors)


def _card(partner_id: UUID, listing: Listing) -> int | None:
    if listing.card_digest is None:
        return None
    document = _opened(listing.survivor, "identity_document_sealed") or {}
    return card_digest(partner_id, document.get("number", ""))


def _phone(partner_id: UUID, listing: Listing, phones: list[str]) -> int | None:
    """Of the number that the listing was found by until now; else of the latest one."""
    before = listing.phone_digest
    if before is None:
        return None
    same = (phone for phone in phones if before in phone_digests(partner_id, phone))
    return phone_digest(partner_id, next(same, phones[0] if phones else ""))


def _phones(survivor_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """The numbers each survivor gave, the latest first."""
    rows = SafeContact.objects.filter(case__survivor_id__in=list(survivor_ids))
    contacts = list(rows.select_related("case").order_by("-id"))
    keychain().prefetch(contact.case_id for contact in contacts)
    found: dict[UUID, list[str]] = defaultdict(list)
    for contact in contacts:
        if phone := _opened(contact, "phone_sealed"):
            found[contact.case.survivor_id].append(phone)
    return found


def _opened(row: SealedModel, column: str) -> Any:
    """A value to be digested; None when it is damaged or its key was destroyed."""
    field = cast("SealedField", row._meta.get_field(column))
    try:
        return field.opening.compared(row)
    except VaultError:
        return None
