"""The keys that are open now: for one purpose, exactly the partners and compartments in scope.

A request or a task opens a `Scope`; sealed columns find their keys here. What is outside the
scope does not exist: asking for it raises KeyNotOpen, however wrong the rights were elsewhere.
"""

import hmac
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from uuid import UUID

from vault.births import watch
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
from vault.scope import Scope
from vault.seal import HEADER_SIZE
from vault.sealed import Sealed
from vault.storing import store
from vault.unsealed import Unsealed, summed
from vault.wrapping import derive

__all__ = ["Keychain", "Scope", "Unsealed", "create_partner_keys", "keychain", "open_keys"]

Ids = tuple[UUID, UUID, UUID]
ListedRow = tuple[bytes, bytes]  # the row's id and its sealed value


class Keychain:
    """The open keys of one scope. Belongs to one request or task; not shared between threads."""

    def __init__(self, scope: Scope, outer: "Keychain | None" = None) -> None:
        self.scope = scope
        self._outer = outer
        self._by_header: dict[bytes, OpenKey] = {}
        self._active: dict[tuple[int, str], OpenKey] = {}
        self._loaded: set[UUID] = set()
        self._secrets: dict[UUID, dict[str, PartnerSecret]] = {}
        self._used: list[OpenKey] = []
        self._summed: list[Unsealed] = []
        self._damaged: list[Unsealed] = []

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
        kinds = list(compartments)
        self.create_each(partner_id, [(owner, kind) for owner in owner_ids for kind in kinds])

    def create_each(self, partner_id: UUID, wanted: Collection[tuple[UUID, Compartment]]) -> None:
        """The same for owners with a compartment each, in one insert."""
        for kind in {kind for _owner, kind in wanted}:
            self.require(partner_id, kind)
        values = self._secret(partner_id, Purpose.VALUES)
        made = [
            new_compartment_key(values, owner, Compartment(kind).value) for owner, kind in wanted
        ]
        store([row for row, _key in made])
        keys = [OpenKey(row.id, key, values, row.owner_id, row.compartment) for row, key in made]
        for key in keys:
            self._adopt(key)
        watch(keys, self._forget)

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
        watch([self._active[owner_id.int, code]], self._forget)

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
        self._forget_owner(owner_id)
        return count

    # --- values: the hot path of the sealed fields --------------------------------------------

    def seal_value(self, place: bytes, code: str, ids: Ids, data: bytes) -> Sealed:
        """Data sealed for a place (see `vault.seal.place`) and a row.

        ``code`` is the compartment, ``ids`` are partner, row and owner. Raises KeyNotOpen.
        """
        partner_id, row_id, owner_id = ids
        key = self._active.get((owner_id.int, code)) or self._find_active(ids, code)
        if key.partner != partner_id.int:
            raise KeyNotOpen("The owner of this compartment belongs to another partner.")
        return Sealed(key.seal(place, row_id.int.to_bytes(16, "big"), data), self)

    def open_value(self, place: bytes, code: str, ids: Ids, sealed: Sealed, column: str) -> bytes:
        """The data of a sealed value, counted for the trail under the column's label.

        Raises KeyNotOpen when its key is outside the scope or destroyed, Tampered when the value
        is damaged or stands where it was not put.
        """
        raw = sealed.raw
        partner_id, row_id, owner_id = ids
        try:
            key = self._by_header.get(raw[:HEADER_SIZE]) or self._find(raw, ids, code)
            if key.owner != owner_id.int or key.partner != partner_id.int or key.code != code:
                raise Tampered("A sealed value was moved from another owner.")  # noqa: TRY301
            data = key.open(place, row_id.int.to_bytes(16, "big"), raw)
        except Tampered:
            self._damaged.append(Unsealed(partner_id, owner_id, code, frozenset({column}), 1))
            raise
        if sealed.counted_in is not self:
            sealed.counted_in = self
            self._count(key, column, 1)
        return data

    def peek_value(self, place: bytes, code: str, ids: Ids, sealed: Sealed) -> bytes:
        """As `open_value`, for a comparison that shows nothing to anybody: not counted."""
        raw = sealed.raw
        key = self._by_header.get(raw[:HEADER_SIZE]) or self._find(raw, ids, code)
        return key.open(place, ids[1].bytes, raw)

    def open_listing(
        self, place: bytes, partner_id: UUID, rows: Iterable[ListedRow], column: str
    ) -> Iterator[tuple[bytes, bytes]]:
        """As `open_value` for many rows of one partner's LISTING column: row id and data.

        A damaged value is left out and kept for `take_damaged`: one bad row hides nobody else.
        """
        by_header: dict[bytes, list[ListedRow]] = defaultdict(list)
        for row in rows:
            by_header[row[1][:HEADER_SIZE]].append(row)
        for header, values in by_header.items():
            key = self._listing_key(header, partner_id)
            opened = key.open_many(place, values) if key else ()
            found = [(row_id, data) for row_id, data in opened if data is not None]
            if key and found:
                self._count(key, column, len(found))
            if damaged := len(values) - len(found):
                kind, columns = Compartment.LISTING.value, frozenset({column})
                self._damaged.append(Unsealed(partner_id, partner_id, kind, columns, damaged))
            yield from found

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
        used = [
            Unsealed(key.partner_id, key.owner_id, key.code, frozenset(key.columns), key.opened)
            for key in self._used
        ]
        for key in self._used:
            key.opened = 0
            key.columns.clear()
        self._used.clear()
        self._summed = summed([*self._summed, *used])
        return list(self._summed)

    def take_unsealed(self) -> list[Unsealed]:
        """The same, and forgets it."""
        taken = self.unsealed()
        self._summed.clear()
        return taken

    def take_damaged(self) -> list[Unsealed]:
        """What raised Tampered since the last time, one item per owner and compartment."""
        taken, self._damaged = summed(self._damaged), []
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
        """Holds a key open."""
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

    def _forget_owner(self, owner_id: UUID) -> None:
        """Lets go of an owner's keys, in the outer keychains too."""
        self._forget(key for key in self._by_header.values() if key.owner_id == owner_id)
        self._loaded.discard(owner_id)
        if self._outer is not None:
            self._outer._forget_owner(owner_id)  # noqa: SLF001  # its own kind

    def _find_active(self, ids: Ids, code: str) -> OpenKey:
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

    def _listing_key(self, header: bytes, partner_id: UUID) -> OpenKey | None:
        """The partner's listing key that values name by this header; None when it has no such."""
        code = Compartment.LISTING.value
        ids = (partner_id, partner_id, partner_id)
        try:
            key = self._by_header.get(header) or self._find(header, ids, code)
        except Tampered:
            return None
        is_hers = key.owner == key.partner == partner_id.int and key.code == code
        return key if is_hers else None

    def _count(self, key: OpenKey, column: str, values: int) -> None:
        """Notes for the trail what was opened."""
        if not key.opened:
            self._used.append(key)
        key.opened += values
        key.columns.add(column)

    def _find(self, raw: bytes, ids: Ids, code: str) -> OpenKey:
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

    def _close(self) -> None:
        """Drops all keys. What was opened and not yet taken is left to the outer keychain."""
        left = self.unsealed()
        self._by_header.clear()
        self._active.clear()
        self._secrets.clear()
        self.scope = Scope(self.scope.purpose, {})
        if self._outer is not None:
            self._outer._summed += left  # noqa: SLF001  # its own kind
            self._outer._damaged += self._damaged  # noqa: SLF001  # its own kind
            self._outer = None


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
    chain = Keychain(scope, outer=current())
    token = _current.set(chain)
    try:
        yield chain
    finally:
        _current.reset(token)
        chain._close()  # noqa: SLF001  # its opener
