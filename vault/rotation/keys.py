"""Exchanges a partner's keys: new ones for what is new, and all compartment keys under them."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from vault.compartments import Compartment
from vault.digests import tag
from vault.errors import Tampered
from vault.grants import grant_again, rewrapped_grant
from vault.ids import new_id
from vault.models import CompartmentKey, KeyGrant, PartnerKey, Purpose
from vault.open_keys import COLUMNS, ClosedKey, KeyRow
from vault.partners import (
    PartnerSecret,
    active_secrets,
    bound_compartment,
    compartment_cipher,
    create_key,
    new_compartment_key,
    secrets_by_id,
)
from vault.rewriting import locked, rewrite
from vault.roots import active_root
from vault.rotation.work import Batch, Done
from vault.storing import store
from vault.wrapping import wrap


def exchange_partner_keys(partner_id: UUID, retiring_id: UUID) -> None:
    """Retires the partner's keys and makes new ones, unless an earlier run did."""
    root = active_root()
    with transaction.atomic():
        mine = PartnerKey.objects.filter(partner_id=partner_id, retired_at__isnull=True)
        rows = {row.purpose: row for row in mine.select_for_update()}
        if rows[Purpose.VALUES].id != retiring_id:
            return
        for row in rows.values():
            row.retired_at = timezone.now()
            row.save(update_fields=["retired_at"])
        create_key(partner_id, Purpose.VALUES, root)
        apart = _id_with_another_tag(rows[Purpose.SEARCH].id)
        create_key(partner_id, Purpose.SEARCH, root, apart)


def keys_under_retired(partner_id: UUID) -> list[UUID]:
    """The compartment keys that are still under a partner key that is to go."""
    rows = CompartmentKey.objects.filter(wrapping_key__in=retired_values_keys(partner_id))
    return list(rows.order_by("id").values_list("id", flat=True))


def retired_values_keys(partner_id: UUID) -> list[UUID]:
    """The partner's keys that wrap compartment keys no longer."""
    rows = PartnerKey.objects.filter(partner_id=partner_id, purpose=Purpose.VALUES)
    return list(rows.exclude(retired_at__isnull=True).values_list("id", flat=True))


def exchange_keys(batch: Batch) -> Done:
    """Wraps compartment keys by the partner's new key, and retires those in use for new ones.

    A retired key opens what it sealed, in the tables until that is sealed anew and on the trail
    for as long as the key lives.
    """
    now, damaged = timezone.now(), set()
    retiring = retired_values_keys(batch.partner_id)
    values = active_secrets(batch.partner_id)[Purpose.VALUES]
    rewrapped, made = [], {}
    rows = CompartmentKey.objects.filter(wrapping_key__in=retiring)
    for row in locked(rows, batch.ids).values_list(*COLUMNS):
        try:
            wrapped = _wrapped_by(values, row)
        except Tampered:
            damaged.add(row[0])
            continue
        rewrapped.append((row[0], wrapped, values.id, row[5] or now))
        if row[5] is None:
            made[row[0]] = new_compartment_key(values, row[1], row[2], is_restricted=row[6])[0]
    rewrite(CompartmentKey, ("wrapped", "wrapping_key", "retired_at"), rewrapped)
    if made:
        store(list(made.values()))
        _pass_on_grants(made)
    return Done(keys=len(rewrapped), damaged=frozenset(damaged))


def grants_under_retired(partner_id: UUID) -> list[UUID]:
    """The granted keys that are still under a partner key that is to go."""
    rows = KeyGrant.objects.filter(wrapping_key__in=retired_values_keys(partner_id))
    return list(rows.order_by("id").values_list("id", flat=True))


def exchange_grants(batch: Batch) -> Done:
    """Wraps granted keys by the new key of the partner whose people hold them."""
    damaged, rewrapped = set(), []
    values = active_secrets(batch.partner_id)[Purpose.VALUES]
    still = KeyGrant.objects.filter(wrapping_key__in=retired_values_keys(batch.partner_id))
    ids = list(locked(still, batch.ids).values_list("id", flat=True))
    for row in KeyGrant.objects.filter(id__in=ids).select_related("key").order_by("id"):
        try:
            renewed = rewrapped_grant(row, values)
        except Tampered:
            damaged.add(row.id)
        else:
            rewrapped.append((renewed.id, renewed.wrapped, renewed.wrapping_key_id))
    rewrite(KeyGrant, ("wrapped", "wrapping_key"), rewrapped)
    return Done(keys=len(rewrapped), damaged=frozenset(damaged))


def remove_retired(partner_id: UUID) -> None:
    """Destroys the partner's retired keys, but for one that a damaged key still needs.

    A retired LISTING key goes, too: the trail keeps nothing of it, and it would open, in a dump
    of before, the name of somebody who was erased since.
    """
    CompartmentKey.objects.filter(
        owner_id=partner_id, compartment=Compartment.LISTING, retired_at__isnull=False
    ).delete()
    rows = PartnerKey.objects.filter(partner_id=partner_id, retired_at__isnull=False)
    rows = rows.exclude(id__in=CompartmentKey.objects.values("wrapping_key"))
    rows.exclude(id__in=KeyGrant.objects.values("wrapping_key")).delete()


def _wrapped_by(values: PartnerSecret, row: KeyRow) -> bytes:
    """The key of a row of COLUMNS, wrapped by another partner key. Raises Tampered."""
    key_id, owner_id, code, *_rest = row
    before = secrets_by_id([row[-1]])[row[-1]]
    is_restricted = row[6]
    bound = bound_compartment(key_id, owner_id, code, values, is_restricted=is_restricted)
    cipher = compartment_cipher(values, is_restricted=is_restricted)
    return wrap(cipher, ClosedKey(row, before).secret(), bound)


def _pass_on_grants(made: dict[UUID, CompartmentKey]) -> None:
    """Gives the new keys to whoever was granted the ones they follow."""
    granted = KeyGrant.objects.filter(key__in=made, ends_at__gt=timezone.now())
    for old in CompartmentKey.objects.filter(id__in=set(granted.values_list("key", flat=True))):
        grant_again(old, made[old.id])


def _id_with_another_tag(key_id: UUID) -> UUID:
    """A new id that digests can be told apart by."""
    while tag(found := new_id()) == tag(key_id):
        pass
    return found
