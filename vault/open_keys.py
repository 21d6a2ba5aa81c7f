"""Compartment keys, unwrapped and ready."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from vault.models import CompartmentKey
from vault.partners import (
    PartnerSecret,
    bound_compartment,
    compartment_cipher,
    secrets_by_id,
)
from vault.scope import Scope
from vault.seal import VERSION, ValueKey
from vault.wrapping import unwrap

COLUMNS = (
    "id",
    "owner_id",
    "compartment",
    "wrapped",
    "check_value",
    "retired_at",
    "is_restricted",
    "wrapping_key_id",
)
KeyRow = tuple[UUID, UUID, str, bytes, bytes, datetime | None, bool, UUID]


class OpenKey(ValueKey):
    """An open compartment key, and whose it is.

    ``owner`` and ``partner`` are the ids as whole numbers, which compare fastest. ``opened`` and
    ``columns`` count what it opened.
    """

    __slots__ = (
        "code",
        "columns",
        "is_active",
        "opened",
        "owner",
        "owner_id",
        "partner",
        "partner_id",
    )

    def __init__(
        self, key_id: UUID, key: bytes, partner_id: UUID, owner_id: UUID, code: str
    ) -> None:
        super().__init__(key, key_id.bytes, partner_id.bytes)
        self.partner_id = partner_id
        self.partner = partner_id.int
        self.owner_id = owner_id
        self.owner = owner_id.int
        self.code = code
        self.is_active = True
        self.opened = 0
        self.columns: set[str] = set()


@dataclass(frozen=True, slots=True)
class ClosedKey:
    """A compartment key as it lies in the table, and the partner's key that opens it."""

    row: KeyRow
    values: PartnerSecret

    @property
    def header(self) -> bytes:
        """What begins every value that this key sealed."""
        return VERSION + self.row[0].bytes

    @property
    def owner_id(self) -> UUID:
        """Whose key it is."""
        return self.row[1]

    @property
    def is_active(self) -> bool:
        """Whether it seals what is new; a retired key only opens."""
        return self.row[5] is None

    def open(self) -> OpenKey:
        """The key. Raises Tampered when its row was damaged, or is not what its wrapping says."""
        opened = OpenKey(
            self.row[0], self.secret(), self.values.partner_id, self.row[1], self.row[2]
        )
        opened.is_active = self.is_active
        return opened

    def secret(self) -> bytes:
        """Its 32 bytes. Raises Tampered as `open` does."""
        key_id, owner_id, code, wrapped, check, _retired_at, is_restricted, _by = self.row
        bound = bound_compartment(key_id, owner_id, code, self.values, is_restricted=is_restricted)
        cipher = compartment_cipher(self.values, is_restricted=is_restricted)
        return unwrap(cipher, bytes(wrapped), bound, key_id.bytes, bytes(check))


def load_keys(scope: Scope, owner_ids: Iterable[UUID]) -> Iterator[ClosedKey]:
    """All keys of these owners that are in scope: one query (a second for a new partner key).

    Whose a key is, its wrapping says, not its row: opening it notices when the two differ.
    """
    partners = scope.compartments
    codes = {one.value for compartments in partners.values() for one in compartments}
    found = CompartmentKey.objects.filter(
        partner_id__in=list(partners), owner_id__in=list(owner_ids), compartment__in=codes
    )
    hers = found.filter(Q(is_restricted=False) | Q(partner_id__in=scope.restricted))
    rows: list[KeyRow] = list(hers.values_list(*COLUMNS))
    secrets = secrets_by_id({row[-1] for row in rows})
    for row in rows:
        values = secrets.get(row[-1])  # a destroyed partner key opens nothing
        if values is not None and scope.holds(values.partner_id, row[2]):
            yield ClosedKey(row, values)
