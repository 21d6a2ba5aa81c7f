"""Keys granted to one person for a time, and owners whose keys open to named people only.

An exception wraps the keys it gives once more, for its person and until its end; only through
these wraps does she open them. Granting, ending and restricting move keys from wrap to wrap and
open no value, so they work beyond the scope of whoever does it; that she may, her deed asks.

A rotation (`vault.rotation`) wraps anew what stands here under a partner's retired key. The new key
of a compartment is restricted if the old one is, and goes to those who were granted the old one.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from vault import wall
from vault.binding import bind, bind_ids
from vault.compartments import Compartment
from vault.models import CompartmentKey, KeyGrant, Purpose
from vault.open_keys import OpenKey
from vault.partners import (
    PartnerSecret,
    active_secrets,
    bound_compartment,
    compartment_cipher,
    new_compartment_key,
    secrets_by_id,
)
from vault.scope import Holder, Scope
from vault.storing import store
from vault.wrapping import check_value, unwrap, wrap

Owned = tuple[UUID, Compartment]  # an owner and one of its compartments


@dataclass(frozen=True, slots=True)
class Terms:
    """What an exception gives keys on: to whom, until when, and whether for reading only."""

    exception_id: UUID
    holder: Holder
    ends_at: datetime
    is_for_reading: bool


@transaction.atomic
def grant_keys(terms: Terms, partner_id: UUID, owned: Collection[Owned]) -> int:
    """Wraps the keys that these owners of a partner have now, retired ones too; how many."""
    wall.show_also(terms.holder.partner_id)
    wrapping = active_secrets(terms.holder.partner_id)[Purpose.VALUES]
    rows = [_grant(terms, row, wrapping) for row in _keys_of(partner_id, owned)]
    if rows:
        store(rows)
    return len(rows)


def grant_again(old: CompartmentKey, new: CompartmentKey) -> None:
    """Gives the key that takes another one's place to everybody who holds the other one now."""
    for held in KeyGrant.objects.filter(key=old, ends_at__gt=timezone.now()):
        wrapping = secrets_by_id([held.wrapping_key_id])[held.wrapping_key_id]
        store([_grant(_terms_of(held), new, wrapping)])


def end_granted_keys(exception_ids: Collection[UUID]) -> int:
    """Removes the wraps of these exceptions; how many there were."""
    with wall.looking_round():  # a share's wraps are its holder's partner's
        count, _by_model = KeyGrant.objects.filter(exception_id__in=exception_ids).delete()
    return count


def rewrapped_grant(row: KeyGrant, wrapping: PartnerSecret) -> KeyGrant:
    """The row, unsaved, under another values key of the holder's partner."""
    present = secrets_by_id([row.wrapping_key_id])[row.wrapping_key_id]
    return _wrap_into(row, _unwrapped(row, present), wrapping)


@transaction.atomic
def restrict_keys(partner_id: UUID, owned: Collection[Owned]) -> None:
    """From now on these keys open to no scope but a supervising one, and by grants.

    A compartment without a key gets one, so that what is sealed in it later is restricted, too.
    """
    present = {(row.owner_id, row.compartment) for row in _keys_of(partner_id, owned)}
    values = active_secrets(partner_id)[Purpose.VALUES]
    for owner_id, compartment in owned:
        if (owner_id, compartment) not in present:
            new_compartment_key(values, owner_id, compartment)[0].save(force_insert=True)
    for row in _keys_of(partner_id, owned):
        _rewrap(row, is_restricted=True)


@transaction.atomic
def lift_restriction_of_keys(partner_id: UUID, owned: Collection[Owned]) -> None:
    """They open again as any key of the partner."""
    for row in _keys_of(partner_id, owned):
        _rewrap(row, is_restricted=False)


def load_granted(scope: Scope, holder: Holder, owner_ids: Iterable[UUID]) -> Iterator[OpenKey]:
    """What of these owners the holder was granted and has not ended: one query.

    Raises Tampered when a row was damaged, or does not say what it was wrapped with.
    """
    rows = KeyGrant.objects.select_related("key").filter(
        person_id=holder.person_id,
        partner_id=holder.partner_id,
        key__owner_id__in=list(owner_ids),
        ends_at__gt=timezone.now(),
    )
    found = list(rows)
    secrets = secrets_by_id({row.wrapping_key_id for row in found})
    for row in found:
        wrapping, key = secrets.get(row.wrapping_key_id), row.key
        is_hers = row.is_for_reading or scope.holds(key.partner_id, key.compartment)
        if wrapping is not None and is_hers:
            opened = OpenKey(
                key.id, _unwrapped(row, wrapping), key.partner_id, key.owner_id, key.compartment
            )
            opened.is_active = key.retired_at is None and not row.is_for_reading
            yield opened


def _keys_of(partner_id: UUID, owned: Collection[Owned]) -> list[CompartmentKey]:
    """The keys of these owners, locked until the transaction ends."""
    wanted = {(owner_id, str(compartment)) for owner_id, compartment in owned}
    rows = CompartmentKey.objects.filter(
        partner_id=partner_id, owner_id__in={owner_id for owner_id, _compartment in owned}
    )
    list(rows.select_for_update())  # a rotation that is at these keys comes to its end first
    return [row for row in rows.all() if (row.owner_id, row.compartment) in wanted]


def _rewrap(row: CompartmentKey, *, is_restricted: bool) -> None:
    key, values = _opened(row), secrets_by_id([row.wrapping_key_id])[row.wrapping_key_id]
    bound = bound_compartment(
        row.id, row.owner_id, row.compartment, values, is_restricted=is_restricted
    )
    row.wrapped = wrap(compartment_cipher(values, is_restricted=is_restricted), key, bound)
    row.is_restricted = is_restricted
    row.save(update_fields=["wrapped", "is_restricted"])


def _opened(row: CompartmentKey) -> bytes:
    """The key in a row, whoever asks."""
    values = secrets_by_id([row.wrapping_key_id])[row.wrapping_key_id]
    cipher = compartment_cipher(values, is_restricted=row.is_restricted)
    bound = bound_compartment(
        row.id, row.owner_id, row.compartment, values, is_restricted=row.is_restricted
    )
    return unwrap(cipher, bytes(row.wrapped), bound, row.id.bytes, bytes(row.check_value))


def _grant(terms: Terms, key: CompartmentKey, wrapping: PartnerSecret) -> KeyGrant:
    """An unsaved wrap of a key on these terms."""
    row = KeyGrant(
        key=key,
        exception_id=terms.exception_id,
        person_id=terms.holder.person_id,
        partner_id=terms.holder.partner_id,
        ends_at=terms.ends_at,
        is_for_reading=terms.is_for_reading,
    )
    return _wrap_into(row, _opened(key), wrapping)


def _wrap_into(row: KeyGrant, key: bytes, wrapping: PartnerSecret) -> KeyGrant:
    row.wrapping_key_id = wrapping.id
    row.wrapped = wrap(wrapping.cipher, key, _bound(row))
    row.check_value = check_value(key, row.id.bytes)
    return row


def _unwrapped(row: KeyGrant, wrapping: PartnerSecret) -> bytes:
    wrapped, check = bytes(row.wrapped), bytes(row.check_value)
    return unwrap(wrapping.cipher, wrapped, _bound(row), row.id.bytes, check)


def _terms_of(row: KeyGrant) -> Terms:
    holder = Holder(row.person_id, row.partner_id)
    return Terms(row.exception_id, holder, row.ends_at, row.is_for_reading)


def _bound(row: KeyGrant) -> bytes:
    """What a granted key is bound to: the exception, the person, the end, and whose key it is."""
    end = row.ends_at.astimezone(UTC).isoformat(timespec="microseconds")
    manner = b"reading" if row.is_for_reading else b"working"
    words = bind(b"grant", row.key.compartment.encode(), end.encode(), manner)
    holder = bind_ids(row.id, row.exception_id, row.person_id, row.partner_id)
    return (
        words
        + holder
        + bind_ids(row.key.id, row.key.owner_id, row.key.partner_id, row.wrapping_key_id)
    )
