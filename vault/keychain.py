"""The keys that are open now: for one purpose, exactly the partners and compartments in scope.

A request or a task opens a `Scope`; sealed columns find their keys here. What is outside the
scope does not exist: asking for it raises KeyNotOpen, however wrong the rights were elsewhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from vault.compartments import Compartment
from vault.digests import digested, tag
from vault.errors import KeyNotOpen, Tampered
from vault.held_keys import HeldKeys, Ids
from vault.models import Purpose
from vault.open_keys import OpenKey
from vault.partners import create_partner_keys
from vault.scope import Holder, Scope
from vault.seal import HEADER_SIZE
from vault.sealed import Sealed
from vault.unsealed import Unsealed, summed

__all__ = [
    "Holder",
    "Ids",
    "Keychain",
    "Scope",
    "Unsealed",
    "create_partner_keys",
    "keychain",
    "open_keys",
]

ListedRow = tuple[bytes, bytes]  # the row's id and its sealed value


class Keychain(HeldKeys):
    """Seals and opens values with the keys it holds, and counts what it opened for the trail.

    Belongs to one request or task; not shared between threads.
    """

    def __init__(self, scope: Scope, outer: "Keychain | None" = None) -> None:
        super().__init__(scope, outer)
        self._used: list[OpenKey] = []
        self._summed: list[Unsealed] = []
        self._damaged: list[Unsealed] = []

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
        row_id = ids[1]
        try:
            key = self._key_of(raw, ids, code)
            data = key.open(place, row_id.int.to_bytes(16, "big"), raw)
        except Tampered:
            self.note_damage(ids, code, column)
            raise
        if sealed.counted_in is not self:
            sealed.counted_in = self
            self._count(key, column, 1)
        return data

    def peek_value(self, place: bytes, code: str, ids: Ids, sealed: Sealed) -> bytes:
        """As `open_value`, for a comparison that shows nothing to anybody: not counted."""
        return self._key_of(sealed.raw, ids, code).open(place, ids[1].bytes, sealed.raw)

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
        """A keyed digest of a value: which key, and eight bits that several values share.

        Equal values of one partner and purpose have equal digests; confirm a hit by opening the
        value. Raises KeyNotOpen when nothing of the partner is in scope.
        """
        return self.digests(partner_id, purpose, value)[0]

    def digests(self, partner_id: UUID, purpose: str, value: str) -> list[int]:
        """The same, and while a search key is being rotated those of the retiring key, to look for.

        Raises KeyNotOpen when nothing of the partner is in scope.
        """
        if not self.scope.compartments.get(partner_id):
            raise KeyNotOpen("This partner's search key is not in scope.")
        return [
            digested(secret, purpose, value)
            for secret in self._secrets_for(partner_id, Purpose.SEARCH)
        ]

    def has_stale_digest(self, partner_id: UUID, *digests: int | None) -> bool:
        """Whether one of these digests was made with a key that is no longer in use."""
        secret = self._secret(partner_id, Purpose.SEARCH)
        return any(each is not None and each >> 8 != tag(secret.id) for each in digests)

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

    def damage_found(self) -> int:
        """How many values were found damaged and not yet taken; forgets none."""
        return sum(item.count for item in self._damaged)

    def take_damaged(self) -> list[Unsealed]:
        """What raised Tampered since the last time, one item per owner and compartment."""
        taken, self._damaged = summed(self._damaged), []
        return taken

    def note_damage(self, ids: Ids, code: str, column: str) -> None:
        """Something that is sealed beside a value, under its key, was found damaged."""
        partner_id, _row_id, owner_id = ids
        self._damaged.append(Unsealed(partner_id, owner_id, code, frozenset({column}), 1))

    # --- inside ------------------------------------------------------------------------------

    def _key_of(self, raw: bytes, ids: Ids, code: str) -> OpenKey:
        """The key of a value, which must be its row's: a value may have been moved there."""
        key = self._by_header.get(raw[:HEADER_SIZE]) or self._find(raw, ids, code)
        partner_id, _row_id, owner_id = ids
        if key.owner != owner_id.int or key.partner != partner_id.int or key.code != code:
            raise Tampered("A sealed value was moved from another owner.")
        return key

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

    def _close(self) -> None:
        """Drops all keys. What was opened and not yet taken is left to the outer keychain."""
        left = self.unsealed()
        self._let_go()
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
