"""The keys that are open now: for one purpose, exactly the partners and compartments in scope.

A request or a task opens a `Scope`; sealed columns find their keys here. What is outside the
scope does not exist: asking for it raises KeyNotOpen, however wrong the rights were elsewhere.
"""

import hmac
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from vault.compartments import Compartment
from vault.errors import KeyNotOpen, Tampered
from vault.models import CompartmentKey, Purpose
from vault.open_keys import OpenKey, load_keys
from vault.partners import (
    PartnerSecret,
    active_secrets,
    create_partner_keys,
    new_compartment_key,
)
from vault.seal import HEADER_SIZE
from vault.sealed import Sealed
from vault.unsealed import Unsealed, summed
from vault.wrapping import derive

__all__ = ["Keychain", "Scope", "Unsealed", "create_partner_keys", "keychain", "open_keys"]


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be opened: the compartments of each partner, for a purpose that has a name."""

    purpose: str
    compartments: Mapping[UUID, frozenset[Compartment]]

    def holds(self, partner_id: UUID, compartment: str) -> bool:
        """Whether this compartment of this partner may be opened."""
        return compartment in self.compartments.get(partner_id, ())


class Keychain:
    """The open keys of one scope. Belongs to one request or task; not shared between threads."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._by_header: dict[bytes, OpenKey] = {}
        self._active: dict[tuple[int, str], OpenKey] = {}
        self._loaded: set[UUID] = set()
        self._secrets: dict[UUID, dict[str, PartnerSecret]] = {}
        # One entry in each list per opened value: the cheapest way to count them.
        self._opened_with: list[OpenKey] = []
        self._opened_columns: list[str] = []
        self._summed: list[Unsealed] = []
        self._known: set[bytes] = set()  # sealed here, or opened and counted already

    # --- keys -------------------------------------------------------------------------------

    def create(self, partner_id: UUID, owner_id: UUID, compartments: Iterable[Compartment]) -> None:
        """Makes the keys of a new owner, in one insert.

        Raises KeyNotOpen outside the scope, IntegrityError when the owner has such a key already.
        """
        self.create_many(partner_id, [owner_id], compartments)

    def create_many(
        self, partner_id: UUID, owner_ids: Iterable[UUID], compartments: Iterable[Compartment]
    ) -> None:
        """The same for several owners of one partner, in one insert."""
        codes = [Compartment(compartment).value for compartment in compartments]
        for code in codes:
            self.require(partner_id, code)
        values = self._secret(partner_id, Purpose.VALUES)
        made = [new_compartment_key(values, owner, code) for owner in owner_ids for code in codes]
        CompartmentKey.objects.bulk_create([row for row, _key in made])
        keys = [OpenKey(row.id, key, values, row.owner_id, row.compartment) for row, key in made]
        for key in keys:
            self._adopt(key)
        transaction.on_commit(_Birth(self, keys))

    def ensure(self, partner_id: UUID, owner_id: UUID, compartment: Compartment) -> None:
        """Makes the key unless the owner has it. Raises KeyNotOpen outside the scope."""
        code = Compartment(compartment).value
        self.require(partner_id, code)
        self._load_again(owner_id)
        if (owner_id.int, code) in self._active:
            return
        # Another request may make it at the same moment: the first insert stands, both use it.
        row, _key = new_compartment_key(self._secret(partner_id, Purpose.VALUES), owner_id, code)
        CompartmentKey.objects.bulk_create([row], ignore_conflicts=True)
        self._load_again(owner_id)
        transaction.on_commit(_Birth(self, [self._active[owner_id.int, code]]))

    def require(self, partner_id: UUID, compartment: str) -> None:
        """Raises KeyNotOpen when this compartment of this partner is outside the scope."""
        if not self.scope.holds(partner_id, compartment):
            raise KeyNotOpen("This compartment of this partner is not in scope.")

    def prefetch(self, owner_ids: Iterable[UUID]) -> None:
        """Opens all keys in scope of these owners, and the partners' LISTING: one query."""
        missing = {*owner_ids, *self.scope.compartments} - self._loaded
        if not missing:
            return
        for key in load_keys(self.scope.compartments, missing):
            self._adopt(key)
        self._loaded |= missing

    def destroy(self, owner_id: UUID, compartments: Iterable[Compartment] | None = None) -> int:
        """Deletes the owner's keys, all or those of some compartments; answers how many rows.

        What was sealed with them is noise once the transaction commits. Raises KeyNotOpen, and
        deletes nothing, when one of them is outside the scope.
        """
        rows = CompartmentKey.objects.filter(owner_id=owner_id)
        if compartments is not None:
            rows = rows.filter(compartment__in=[Compartment(code).value for code in compartments])
        for partner_id, code in rows.values_list("partner_id", "compartment"):
            self.require(partner_id, code)
        count, _by_model = rows.delete()
        self._forget(key for key in self._by_header.values() if key.owner_id == owner_id)
        self._loaded.discard(owner_id)
        return count

    # --- values: the hot path of the sealed fields --------------------------------------------

    def seal_value(
        self, place: bytes, code: str, ids: tuple[UUID, UUID, UUID], data: bytes
    ) -> bytes:
        """Data sealed for a place (see `vault.seal.place`) and a row.

        ``code`` is the compartment, ``ids`` are partner, row and owner. Raises KeyNotOpen.
        """
        partner_id, row_id, owner_id = ids
        key = self._active.get((owner_id.int, code)) or self._find_active(ids, code)
        if key.partner != partner_id.int:
            raise KeyNotOpen("The owner of this compartment belongs to another partner.")
        raw = key.seal(place, row_id.int.to_bytes(16, "big"), data)
        self._known.add(raw)
        return raw

    def open_value(
        self, place: bytes, code: str, ids: tuple[UUID, UUID, UUID], raw: bytes, label: str
    ) -> bytes:
        """The data of a sealed value, counted under ``label`` for the trail.

        Raises KeyNotOpen when its key is outside the scope or destroyed, Tampered when the value
        is damaged or stands where it was not put.
        """
        partner_id, row_id, owner_id = ids
        key = self._by_header.get(raw[:HEADER_SIZE]) or self._find(raw, ids, code)
        if key.owner != owner_id.int or key.partner != partner_id.int or key.code != code:
            raise Tampered("A sealed value was moved from another owner.")
        data = key.open_own(place, row_id.int.to_bytes(16, "big"), raw)
        if raw not in self._known:
            self._known.add(raw)
            self._opened_with.append(key)
            self._opened_columns.append(label)
        return data

    def peek_value(
        self, place: bytes, code: str, ids: tuple[UUID, UUID, UUID], raw: bytes
    ) -> bytes:
        """As `open_value`, for a comparison that shows nothing to anybody: not counted."""
        key = self._by_header.get(raw[:HEADER_SIZE]) or self._find(raw, ids, code)
        return key.open_own(place, ids[1].bytes, raw)

    def open_listing(
        self, place: bytes, partner_id: UUID, label: str, rows: Iterable[tuple[UUID, Sealed | None]]
    ) -> Iterator[tuple[UUID, bytes]]:
        """As `open_value` for many (row id, sealed value) of one partner's LISTING column."""
        code = Compartment.LISTING.value
        for row_id, sealed in rows:
            if sealed is not None:
                ids = (partner_id, row_id, partner_id)
                yield row_id, self.open_value(place, code, ids, sealed.raw, label)

    def digest(self, partner_id: UUID, purpose: str, value: str) -> int:
        """A keyed digest of a value, cut to 0–255 so that several values share each.

        Equal values of one partner and purpose have equal digests; confirm a hit by opening the
        value. Raises KeyNotOpen when nothing of the partner is in scope.
        """
        if not self.scope.compartments.get(partner_id):
            raise KeyNotOpen("This partner's search key is not in scope.")
        key = derive(self._secret(partner_id, Purpose.SEARCH).key, "digest", purpose)
        return hmac.digest(key, value.encode(), sha256)[0]

    # --- the trail ---------------------------------------------------------------------------

    def unsealed(self) -> list[Unsealed]:
        """What was opened and not yet taken, one item per owner and compartment."""
        columns: defaultdict[OpenKey, list[str]] = defaultdict(list)
        for key, column in zip(self._opened_with, self._opened_columns, strict=True):
            columns[key].append(column)
        self._opened_with.clear()
        self._opened_columns.clear()
        fresh = [
            Unsealed(key.partner_id, key.owner_id, key.code, frozenset(opened), len(opened))
            for key, opened in columns.items()
        ]
        self._summed = summed([*self._summed, *fresh])
        return list(self._summed)

    def take_unsealed(self) -> list[Unsealed]:
        """The same, and forgets it."""
        taken = self.unsealed()
        self._summed.clear()
        self._known.clear()
        return taken

    # --- inside ------------------------------------------------------------------------------

    def _secret(self, partner_id: UUID, purpose: Purpose) -> PartnerSecret:
        """A key in use of a partner: one query per partner and keychain."""
        if partner_id not in self._secrets:
            self._secrets[partner_id] = active_secrets(partner_id)
        return self._secrets[partner_id][purpose]

    def _load_again(self, owner_id: UUID) -> None:
        """Fetches an owner's keys even if that was done: they may be younger than that."""
        self._loaded.discard(owner_id)
        self.prefetch([owner_id])

    def _adopt(self, key: OpenKey) -> None:
        """Holds a key open and counts what it opens."""
        if key.header in self._by_header:
            return
        self._by_header[key.header] = key
        if key.is_active:
            self._active[key.owner, key.code] = key

    def _forget(self, keys: Iterable[OpenKey]) -> None:
        """Lets go of keys whose rows are gone."""
        for key in list(keys):
            self._by_header.pop(key.header, None)
            self._active.pop((key.owner, key.code), None)

    def _find_active(self, ids: tuple[UUID, UUID, UUID], code: str) -> OpenKey:
        """The key to seal with, fetched when this is the first value of its owner."""
        partner_id, _row_id, owner_id = ids
        self.require(partner_id, code)
        self._load_again(owner_id)
        try:
            return self._active[owner_id.int, code]
        except KeyError:
            raise KeyNotOpen(
                f"There is no {code} key for this owner: create or ensure it before sealing."
            ) from None

    def _find(self, raw: bytes, ids: tuple[UUID, UUID, UUID], code: str) -> OpenKey:
        """The key that a value names, fetched when this is the first value of its owner."""
        partner_id, _row_id, owner_id = ids
        self.require(partner_id, code)
        self._load_again(owner_id)
        key = self._by_header.get(raw[:HEADER_SIZE])
        if key:
            return key
        if (owner_id.int, code) in self._active:
            raise Tampered("A sealed value names a key that its owner does not have.")
        raise KeyNotOpen("The key of this value was destroyed.")

    def _close(self, outer: "Keychain | None") -> None:
        """Drops all keys. What was opened and not yet taken is left to the outer keychain."""
        left = self.unsealed()
        self._by_header.clear()
        self._active.clear()
        self._secrets.clear()
        self._known.clear()
        self.scope = Scope(self.scope.purpose, {})
        if outer is not None:
            outer._summed += left  # noqa: SLF001  # its own kind


class _Birth:
    """Forgets new keys when the transaction that inserted them is rolled back.

    Django drops a rolled-back savepoint's hooks without a call; that drop is the signal. Without
    it the keychain would go on sealing with a key that exists nowhere else.
    """

    def __init__(self, chain: Keychain, keys: list[OpenKey]) -> None:
        self._chain = chain
        self._keys = keys

    def __call__(self) -> None:
        """The insert is committed."""
        self._keys = []

    def __del__(self) -> None:
        self._chain._forget(self._keys)  # noqa: SLF001  # its other half


_current: ContextVar[Keychain | None] = ContextVar("vault_keychain", default=None)
current = _current.get


def keychain() -> Keychain:
    """The keychain that is open now. Raises KeyNotOpen when none is."""
    chain = current()
    if chain is None:
        raise KeyNotOpen("No keys are open here: use vault.keychain.open_keys.")
    return chain


@contextmanager
def open_keys(scope: Scope) -> Iterator[Keychain]:
    """Opens a scope for the block. An inner scope replaces the outer one until it ends."""
    chain = Keychain(scope)
    outer = _current.get()
    token = _current.set(chain)
    try:
        yield chain
    finally:
        _current.reset(token)
        chain._close(outer)  # noqa: SLF001  # its opener
