"""Compartment keys, unwrapped and ready."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from vault.compartments import Compartment
from vault.models import CompartmentKey
from vault.partners import PartnerSecret, bound_compartment, secrets_by_id
from vault.seal import ValueKey
from vault.wrapping import unwrap

COLUMNS = (
    "id",
    "owner_id",
    "compartment",
    "wrapped",
    "check_value",
    "retired_at",
    "wrapping_key_id",
)
KeyRow = tuple[UUID, UUID, str, bytes, bytes, datetime | None, UUID]


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
        self, key_id: UUID, key: bytes, values: PartnerSecret, owner_id: UUID, code: str
    ) -> None:
        super().__init__(key, key_id.bytes, values.partner_id.bytes)
        self.partner_id = values.partner_id
        self.partner = values.partner_id.int
        self.owner_id = owner_id
        self.owner = owner_id.int
        self.code = code
        self.is_active = True
        self.opened = 0
        self.columns: set[str] = set()


def load_keys(
    scope: Mapping[UUID, frozenset[Compartment]], owner_ids: Iterable[UUID]
) -> Iterator[OpenKey]:
    """All keys of these owners that are in scope: one query (a second for a new partner key).

    Whose a key is, its wrapping says, not its row. Raises Tampered when the two differ, or when
    a row was damaged.
    """
    codes = {compartment.value for compartments in scope.values() for compartment in compartments}
    rows: list[KeyRow] = list(
        CompartmentKey.objects.filter(
            partner_id__in=list(scope), owner_id__in=list(owner_ids), compartment__in=codes
        ).values_list(*COLUMNS)
    )
    secrets = secrets_by_id({row[-1] for row in rows})
    for row in rows:
        values = secrets.get(row[-1])  # a destroyed partner key opens nothing
        if values is not None and row[2] in scope.get(values.partner_id, ()):
            yield _unwrapped(row, values)


def _unwrapped(row: KeyRow, values: PartnerSecret) -> OpenKey:
    """The open key of a row of COLUMNS."""
    key_id, owner_id, code, wrapped, check, retired_at, _wrapping_key_id = row
    bound = bound_compartment(key_id, owner_id, code, values)
    key = unwrap(values.cipher, bytes(wrapped), bound, key_id.bytes, bytes(check))
    opened = OpenKey(key_id, key, values, owner_id, code)
    opened.is_active = retired_at is None
    return opened
