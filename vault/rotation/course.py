"""The course of a rotation: takes up what is left, round by round, until nothing is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from time import sleep
from uuid import UUID

from django.db import transaction
from django.db.models import F

from vault.models import CompartmentKey, KeyGrant, KeyRotation
from vault.rewriting import settle
from vault.rotation.keys import (
    exchange_grants,
    exchange_keys,
    exchange_partner_keys,
    grants_under_retired,
    keys_under_retired,
    remove_retired,
)
from vault.rotation.root import exchange_root, rewrap_under
from vault.rotation.values import (
    count_values,
    reseal,
    retired_headers,
    sealed_models,
    stale_rows,
)
from vault.rotation.work import A_BATCH, Accounting, Batch, Done, Workers, batched

A_WHILE = 0.2  # seconds until somebody else's transaction may be over


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did, for the trail; ``partner_id`` is None for the root key."""

    partner_id: UUID | None
    keys: int
    values: int
    damaged: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """What was just done, and how far the rotation is with it: keys and values together."""

    new_keys: int
    new_values: int
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class House:
    """What a rotation asks of the floors above the vault.

    ``renew_digests`` makes the digests of a partner anew that are those of a retired search key
    and answers how many; ``finish`` writes the one entry, in the transaction that ends it.
    """

    accounting: Accounting
    renew_digests: Callable[[UUID], int]
    finish: Callable[[Rotated], None]
    workers: Workers


def rotate(rotation_id: UUID, house: House) -> Iterator[Step]:
    """Carries a planned rotation to its end; nothing when it has come there."""
    rotation = KeyRotation.objects.filter(id=rotation_id).first()
    if rotation is None:
        return
    if rotation.partner_id is None:
        yield _rotate_root(rotation, house)
    else:
        yield from _rotate_partner(rotation, rotation.partner_id, house)


def _rotate_root(rotation: KeyRotation, house: House) -> Step:
    root = exchange_root(rotation)
    with transaction.atomic():
        keys = rewrap_under(root, house.accounting)
        _end(rotation, Rotated(None, keys, 0), house)
    return Step(keys, 0, keys, keys)


def _rotate_partner(rotation: KeyRotation, partner_id: UUID, house: House) -> Iterator[Step]:
    exchange_partner_keys(partner_id, rotation.retiring_id)
    total = len(keys_under_retired(partner_id)) + rotation.keys + count_values(partner_id)
    so_far = rotation.keys + rotation.values
    damaged: set[UUID] = set()
    is_settled = False
    while True:
        found = 0
        for done in _round(rotation, partner_id, damaged, house):
            found += 1
            so_far += done.keys + done.values
            damaged |= done.damaged
            yield Step(done.keys, done.values, so_far, total)
        found += house.renew_digests(partner_id)
        if not found and is_settled:
            break
        if not found:
            settle()
        is_settled = not found
        sleep(A_WHILE)
    with transaction.atomic():
        remove_retired(partner_id)
        ended = KeyRotation.objects.filter(id=rotation.id).first()
        if ended is not None:
            told = Rotated(partner_id, ended.keys, ended.values, len(damaged))
            _end(rotation, told, house)


def _round(
    rotation: KeyRotation, partner_id: UUID, damaged: set[UUID], house: House
) -> Iterator[Done]:
    """Everything that names a key that is to go: keys first, then what they sealed."""
    for label, left, exchange in (
        (CompartmentKey._meta.label, keys_under_retired, exchange_keys),
        (KeyGrant._meta.label, grants_under_retired, exchange_grants),
    ):
        ids = [one for one in left(partner_id) if one not in damaged]
        batches = batched(partner_id, label, ids, A_BATCH)
        yield from house.workers(partial(_exchanged, rotation.id, exchange), batches)
    work = partial(_resealed, rotation.id, house.accounting)
    retired = retired_headers(partner_id)
    for model in sealed_models():
        stale = (one for one in stale_rows(partner_id, model, retired) if one not in damaged)
        batches = batched(partner_id, model._meta.label, stale, A_BATCH)
        yield from house.workers(work, batches)


def _exchanged(rotation_id: UUID, exchange: Callable[[Batch], Done], batch: Batch) -> Done:
    with transaction.atomic():
        done = exchange(batch)
        _count(rotation_id, done)
    return done


def _resealed(rotation_id: UUID, accounting: Accounting, batch: Batch) -> Done:
    with transaction.atomic():
        done = reseal(batch, accounting)
        _count(rotation_id, done)
    return done


def _count(rotation_id: UUID, done: Done) -> None:
    """Adds what was done, in its own transaction: a kill loses neither or both."""
    KeyRotation.objects.filter(id=rotation_id).update(
        keys=F("keys") + done.keys, values=F("values") + done.values
    )


def _end(rotation: KeyRotation, rotated: Rotated, house: House) -> None:
    """Ends it once, whoever else may be ending it now."""
    removed, _by_model = KeyRotation.objects.filter(id=rotation.id).delete()
    if removed:
        house.finish(rotated)
