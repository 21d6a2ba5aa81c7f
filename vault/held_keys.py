"""The keys that a keychain holds: made, fetched, found and destroyed, never outside its scope."""

from collections.abc import Collection, Iterable
from typing import Self
from uuid import UUID

from django.db import transaction

from vault.births import watch
from vault.compartments import Compartment
from vault.errors import KeyNotOpen, Tampered
from vault.grants import load_granted
from vault.models import CompartmentKey, Purpose
from vault.open_keys import ClosedKey, OpenKey, load_keys
from vault.partners import PartnerSecret, new_compartment_key, secrets_of
from vault.scope import Scope
from vault.seal import HEADER_SIZE
from vault.storing import store

Ids = tuple[UUID, UUID, UUID]


class HeldKeys:
    """The open keys of one scope."""

    def __init__(self, scope: Scope, outer: Self | None = None) -> None:
        self.scope = scope
        self._outer = outer
        self._by_header: dict[bytes, OpenKey] = {}
        self._active: dict[tuple[int, str], OpenKey] = {}
        self._retired: dict[bytes, ClosedKey] = {}
        self._loaded: set[UUID] = set()
        self._secrets: dict[UUID, dict[str, list[PartnerSecret]]] = {}

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
        keys = [
            OpenKey(row.id, key, values.partner_id, row.owner_id, row.compartment)
            for row, key in made
        ]
        for key in keys:
            self._adopt(key)
        watch(keys, self._forget)

    def ensure(self, partner_id: UUID, owner_id: UUID, compartment: Compartment) -> None:
        """Makes the key unless the owner has it. Raises KeyNotOpen outside the scope."""
        code = Compartment(compartment).value
        self.require(partner_id, code)
        self._load_again(owner_id)
        self.open_granted([owner_id])
        if (owner_id.int, code) in self._active:
            return
        # Another request may make it at the same moment: the first insert stands, both use it.
        row, _key = new_compartment_key(self._secret(partner_id, Purpose.VALUES), owner_id, code)
        CompartmentKey.objects.bulk_create([row], ignore_conflicts=True)
        watch([self._find_active((partner_id, owner_id, owner_id), code)], self._forget)

    def require(self, partner_id: UUID, compartment: str) -> None:
        """Raises KeyNotOpen when this compartment of this partner is outside the scope."""
        if not self.scope.holds(partner_id, compartment):
            raise KeyNotOpen("This compartment of this partner is not in scope.")

    def prefetch(self, owner_ids: Iterable[UUID]) -> None:
        """Opens all keys in scope of these owners, and the partners' LISTING: one query."""
        missing = {*owner_ids, *self.scope.compartments} - self._loaded
        if not missing:
            return
        for key in load_keys(self.scope, missing):
            if key.is_active:
                self._adopt(key.open())
            else:
                self._retired[key.header] = key
        self._loaded |= missing

    def open_granted(self, owner_ids: Iterable[UUID]) -> None:
        """Opens what was granted of these owners to the scope's holder: one query, if any."""
        if self.scope.holder is not None:
            for key in load_granted(self.scope, self.scope.holder, owner_ids):
                self._adopt(key)

    def destroy(self, owner_id: UUID, compartments: Iterable[Compartment] | None = None) -> int:
        """Deletes the owner's keys, all or those of some compartments; answers how many rows.

        What was sealed with them is noise once the transaction commits. Raises KeyNotOpen, and
        deletes nothing, when one of them is outside the scope. A key that a rotation makes at
        the same moment goes with the one it followed.
        """
        rows = CompartmentKey.objects.filter(owner_id=owner_id)
        if compartments is not None:
            rows = rows.filter(compartment__in=[Compartment(code).value for code in compartments])
        count = 0
        with transaction.atomic():
            while found := list(rows.select_for_update()):
                for row in found:
                    self.require(row.partner_id, row.compartment)
                _count, by_model = rows.filter(id__in=[row.id for row in found]).delete()
                count += by_model.get(CompartmentKey._meta.label, 0)
        self._forget_owner(owner_id)
        return count

    def _secret(self, partner_id: UUID, purpose: Purpose) -> PartnerSecret:
        """The key in use of a partner: one query per partner and keychain."""
        return self._secrets_for(partner_id, purpose)[0]

    def _secrets_for(self, partner_id: UUID, purpose: Purpose) -> list[PartnerSecret]:
        """The same, and behind it the one that a rotation is about to take away."""
        if partner_id not in self._secrets:
            self._secrets[partner_id] = secrets_of(partner_id)
        return self._secrets[partner_id][purpose]

    def _load_again(self, owner_id: UUID) -> None:
        """Fetches an owner's keys even if that was done: they may be younger than that."""
        self._loaded.discard(owner_id)
        self.prefetch([owner_id])

    def _adopt(self, key: OpenKey) -> None:
        """Holds a key open."""
        held = self._by_header.setdefault(key.header, key)
        if key.is_active:
            self._active[key.owner, key.code] = held

    def _forget(self, keys: Iterable[OpenKey]) -> None:
        """Lets go of keys whose rows are gone."""
        for key in list(keys):
            self._by_header.pop(key.header, None)
            self._active.pop((key.owner, key.code), None)

    def _forget_owner(self, owner_id: UUID) -> None:
        """Lets go of an owner's keys, in the outer keychains too."""
        self._forget(key for key in self._by_header.values() if key.owner_id == owner_id)
        for header in [at for at, key in self._retired.items() if key.owner_id == owner_id]:
            del self._retired[header]
        self._loaded.discard(owner_id)
        if self._outer is not None:
            self._outer._forget_owner(owner_id)  # noqa: SLF001  # its own kind

    def _find_active(self, ids: Ids, code: str) -> OpenKey:
        """The key to seal with, fetched when this is the first value of its owner."""
        partner_id, _row_id, owner_id = ids
        self.require(partner_id, code)
        self._load_again(owner_id)
        if (owner_id.int, code) not in self._active:
            self.open_granted([owner_id])
        try:
            return self._active[owner_id.int, code]
        except KeyError:
            raise KeyNotOpen(
                f"There is no {code} key for this owner that she may seal with: create or ensure "
                "it before sealing."
            ) from None

    def _find(self, raw: bytes, ids: Ids, code: str) -> OpenKey:
        """The key that a value names, fetched when this is the first value of its owner."""
        partner_id, _row_id, owner_id = ids
        header = raw[:HEADER_SIZE]
        if self.scope.holds(partner_id, code) and header not in self._retired:
            self._load_again(owner_id)
        if header in self._retired:
            self._adopt(self._retired.pop(header).open())
        if header not in self._by_header:
            self.open_granted([owner_id])
        if key := self._by_header.get(header):
            return key
        self.require(partner_id, code)
        if (owner_id.int, code) in self._active:
            raise Tampered("A sealed value names a key that its owner does not have.")
        raise KeyNotOpen("The key of this value was destroyed, or is restricted to others.")

    def _let_go(self) -> None:
        """Drops all keys, and opens none from now on."""
        self._by_header.clear()
        self._active.clear()
        self._retired.clear()
        self._secrets.clear()
        self.scope = Scope(self.scope.purpose, {})
