"""Compartment keys, unwrapped and ready."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from uuid import UUID

from vault.compartments import Compartment
from vault.models import CompartmentKey
from vault.partners import PartnerSecret, bound_compartment, secrets_by_id
from vault.seal import ValueKey
from vault.wrapping import unwrap

COLUMNS = (
    "id",
    "partner_id",
    "owner_id",
    "compartment",
    "wrapped",
    "check_value",
    "wrapping_key_id",
    "retired_at",
)
KeyRow = tuple[UUID, UUID, UUID, str, bytes, bytes, UUID, object]


class OpenKey(ValueKey):
    """An open compartment key, and whose it is.

    ``owner`` and ``partner`` are the ids as whole numbers, which compare fastest. ``note`` is
    called with a column's label for each value opened.
    """

    __slots__ = ("code", "is_active", "note", "owner", "owner_id", "partner", "partner_id")
    note: Callable[[str], None]

    def __init__(
        self,
        key_id: UUID,
        key: bytes,
        partner_id: UUID,
        owner_id: UUID,
        code: str,
        *,
        is_active: bool,
    ) -> None:
        super().__init__(key, key_id.bytes, partner_id.bytes)
        self.partner_id = partner_id
        self.partner = partner_id.int
        self.owner_id = owner_id
        self.owner = owner_id.int
        self.code = code
        self.is_active = is_active

    @classmethod
    def of_row(cls, row: CompartmentKey, key: bytes) -> "OpenKey":
        """The open key of a row that was just made."""
        return cls(row.id, key, row.partner_id, row.owner_id, row.compartment, is_active=True)


def load_keys(
    scope: Mapping[UUID, frozenset[Compartment]], owner_ids: Iterable[UUID]
) -> Iterator[OpenKey]:
    """All keys of these owners that are in scope: one query (a second for a new partner key).

    Raises Tampered when a key row was damaged or moved.
    """
    codes = {compartment.value for compartments in scope.values() for compartment in compartments}
    rows = CompartmentKey.objects.filter(
        partner_id__in=list(scope), owner_id__in=list(owner_ids), compartment__in=codes
    ).values_list(*COLUMNS)
    in_scope = [row for row in rows if row[3] in scope[row[1]]]
    secrets = secrets_by_id({row[6] for row in in_scope})
    for row in in_scope:
        if row[6] in secrets:  # a destroyed partner key opens nothing
            yield _unwrapped(row, secrets[row[6]])


def _unwrapped(row: KeyRow, values: PartnerSecret) -> OpenKey:
    """The open key of a row of COLUMNS."""
    key_id, partner_id, owner_id, code, wrapped, check, _wrapping_id, retired_at = row
    bound = bound_compartment(key_id, partner_id, owner_id, code, values.id)
    key = unwrap(values.cipher, bytes(wrapped), bound, key_id.bytes, bytes(check))
    return OpenKey(key_id, key, partner_id, owner_id, code, is_active=retired_at is None)
