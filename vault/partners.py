"""The keys of partners: made with the partner, opened by id, kept open for the process."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from vault.binding import bind, bind_ids
from vault.compartments import Compartment
from vault.errors import KeyNotOpen, Tampered
from vault.keyring import RootKey
from vault.models import CompartmentKey, PartnerKey, Purpose
from vault.roots import active_root, root_key
from vault.wrapping import check_value, derive, new_key, unwrap, wrap


@dataclass(frozen=True, slots=True)
class PartnerSecret:
    """An opened partner key. ``cipher`` wraps compartment keys (purpose VALUES only)."""

    id: UUID
    partner_id: UUID
    purpose: str
    key: bytes = field(repr=False)
    cipher: AESGCM = field(repr=False)


_opened: dict[UUID, PartnerSecret] = {}


def create_partner_keys(partner_id: UUID) -> None:
    """Makes a new partner's keys: for values, for search, and the key of its LISTING.

    Raises IntegrityError when it has them already, KeyringUnusable without a root key.
    """
    root = active_root()
    with transaction.atomic():
        values = create_key(partner_id, Purpose.VALUES, root)
        create_key(partner_id, Purpose.SEARCH, root)
        row, _key = new_compartment_key(values, partner_id, Compartment.LISTING)
        row.save(force_insert=True)


def secrets_of(partner_id: UUID) -> dict[str, list[PartnerSecret]]:
    """The keys of a partner by purpose: one query. The one in use stands before retired ones.

    Raises KeyNotOpen when it has none in use.
    """
    rows = list(PartnerKey.objects.filter(partner_id=partner_id).order_by("-created_at"))
    in_use = {row.purpose for row in rows if row.retired_at is None}
    if len(in_use) < len(Purpose.values):
        raise KeyNotOpen(f"Partner {partner_id} has no keys: create_partner_keys makes them.")
    rows.sort(key=lambda row: row.retired_at is not None)
    return {code: [open_secret(row) for row in rows if row.purpose == code] for code in in_use}


def active_secrets(partner_id: UUID) -> dict[str, PartnerSecret]:
    """The keys in use of a partner by purpose: one query. Raises KeyNotOpen when it has none."""
    return {code: secrets[0] for code, secrets in secrets_of(partner_id).items()}


def secrets_by_id(key_ids: Iterable[UUID]) -> dict[UUID, PartnerSecret]:
    """Partner keys by id; those this process has not opened yet cost one query together.

    A key that was destroyed is missing from the answer.
    """
    wanted = set(key_ids)
    missing = wanted - _opened.keys()
    if missing:
        for row in PartnerKey.objects.filter(id__in=missing):
            open_secret(row)
    return {key_id: _opened[key_id] for key_id in wanted if key_id in _opened}


def new_compartment_key(
    values: PartnerSecret, owner_id: UUID, compartment: str, *, is_restricted: bool = False
) -> tuple[CompartmentKey, bytes]:
    """An unsaved row with a fresh compartment key, and the key (32 bytes)."""
    row = CompartmentKey(
        partner_id=values.partner_id,
        owner_id=owner_id,
        compartment=compartment,
        is_restricted=is_restricted,
        wrapping_key_id=values.id,
    )
    key = new_key()
    bound = bound_compartment(row.id, owner_id, compartment, values, is_restricted=is_restricted)
    row.wrapped = wrap(compartment_cipher(values, is_restricted=is_restricted), key, bound)
    row.check_value = check_value(key, row.id.bytes)
    return row, key


def bound_compartment(
    key_id: UUID,
    owner_id: UUID,
    compartment: str,
    values: PartnerSecret,
    *,
    is_restricted: bool = False,
) -> bytes:
    """What a wrapped compartment key is bound to."""
    ids = bind_ids(values.partner_id, owner_id, key_id, values.id)
    kind = b"restricted compartment" if is_restricted else b"compartment"
    return bind(kind, compartment.encode()) + ids


def compartment_cipher(values: PartnerSecret, *, is_restricted: bool) -> AESGCM:
    """What wraps a compartment key: restricted ones stand under a key of their own."""
    return AESGCM(derive(values.key, "restricted")) if is_restricted else values.cipher


def create_key(
    partner_id: UUID, purpose: Purpose, root: RootKey, key_id: UUID | None = None
) -> PartnerSecret:
    """A new, saved partner key for one purpose."""
    row = PartnerKey(partner_id=partner_id, purpose=purpose.value, root_key_id=root.id)
    row.id = key_id or row.id
    key = new_key()
    row.wrapped = wrap(_root_cipher(root), key, _bound(row, root.id))
    row.check_value = check_value(key, row.id.bytes)
    row.save(force_insert=True)
    return PartnerSecret(row.id, partner_id, purpose.value, key, AESGCM(key))


def rewrapped(row: PartnerKey, root: RootKey) -> tuple[UUID, bytes, UUID]:
    """The row's id, its key wrapped by that root key, and the root key's id."""
    secret = open_secret(row)
    return row.id, wrap(_root_cipher(root), secret.key, _bound(row, root.id)), root.id


def is_opened_by(root: RootKey) -> bool | None:
    """Whether this key opens what stands under its id; None when nothing does."""
    row = PartnerKey.objects.filter(root_key_id=root.id).first()
    if row is None:
        return None
    try:
        _unwrapped(row, root)
    except Tampered:
        return False
    return True


def open_secret(row: PartnerKey) -> PartnerSecret:
    """The opened key of a row, kept for the life of the process."""
    if row.id not in _opened:
        key = _unwrapped(row, root_key(row.root_key_id))
        _opened[row.id] = PartnerSecret(row.id, row.partner_id, row.purpose, key, AESGCM(key))
    return _opened[row.id]


def _unwrapped(row: PartnerKey, root: RootKey) -> bytes:
    """The key in a row. Raises Tampered when this root key does not open it."""
    wrapped, check = bytes(row.wrapped), bytes(row.check_value)
    bound = _bound(row, row.root_key_id)
    return unwrap(_root_cipher(root), wrapped, bound, row.id.bytes, check)


def _root_cipher(root: RootKey) -> AESGCM:
    """What a root key wraps partner keys with."""
    return AESGCM(derive(root.key, "partner keys"))


def _bound(row: PartnerKey, root_id: UUID) -> bytes:
    """What a wrapped partner key is bound to."""
    ids = bind_ids(row.partner_id, row.id, root_id)
    return bind(b"partner", row.purpose.encode()) + ids
