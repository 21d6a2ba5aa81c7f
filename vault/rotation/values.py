"""Seals values anew: with the key in use of their compartment, where they name a retired one."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connections, router
from django.db.models import Q

from vault.errors import Tampered
from vault.fields import SealedField, SealedModel
from vault.fields.queryset import sealed_fields
from vault.models import CompartmentKey
from vault.open_keys import COLUMNS, ClosedKey, KeyRow
from vault.partners import secrets_by_id
from vault.rewriting import among, held, locked, rewrite
from vault.rotation.work import Accounting, Batch, Done
from vault.seal import HEADER_SIZE, VERSION, ValueKey

A_PAGE = 5_000
MOST_KEPT = 50_000
Pairs = dict[bytes, tuple[ValueKey, ValueKey]]  # by header: the retired key and its follower


def sealed_models() -> list[type[SealedModel]]:
    """Every table with sealed columns."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, SealedModel) and sealed_fields(model)
    ]


def count_values(partner_id: UUID) -> int:
    """How many sealed values a partner has."""
    return sum(_counted(model, partner_id) for model in sealed_models())


def stale_rows(
    partner_id: UUID, model: type[SealedModel], retired: Collection[bytes]
) -> Iterator[UUID]:
    """The rows of a partner that hold a value under a key of these headers."""
    named = frozenset(retired)
    last = UUID(int=0)
    while page := _page(model, partner_id, last):
        yield from (row_id for row_id, *headers in page if not named.isdisjoint(headers))
        last = page[-1][0]


def reseal(batch: Batch, accounting: Accounting) -> Done:
    """Seals anew what names a retired key. A damaged value stays as it is and is told.

    The keys are held: who destroys them waits, and then destroys both.
    """
    model: Any = apps.get_model(batch.label)
    columns = sealed_fields(model)
    names = [field.name for field in columns]
    rows = list(locked(model._base_manager, batch.ids).values_list("pk", *names))
    pairs = _pairs({one.raw[:HEADER_SIZE] for row in rows for one in row[1:] if one})
    places = [field.opening.place for field in columns]
    changed, damaged, count = [], set(), 0
    for row_id, *sealed in rows:
        raws = [one and one.raw for one in sealed]
        try:
            renewed = list(_renewed(row_id.bytes, places, raws, pairs))
        except Tampered:
            damaged.add(row_id)
            continue
        different = sum(one is not other for one, other in zip(raws, renewed, strict=True))
        if different:
            count += different
            changed.append((row_id, *renewed))
    with accounting(model, [row[0] for row in changed]):
        rewrite(model, names, changed)
    return Done(values=count, damaged=frozenset(damaged))


def _renewed(
    row: bytes, places: Sequence[bytes], raws: Sequence[bytes | None], pairs: Pairs
) -> Iterator[bytes | None]:
    """The values of a row, those under a retired key sealed with its follower."""
    for place, raw in zip(places, raws, strict=True):
        pair = pairs.get(raw[:HEADER_SIZE]) if raw else None
        if raw is None or pair is None:
            yield raw
        else:
            retired, follower = pair
            yield follower.seal(place, row, retired.open(place, row, raw))


def _pairs(headers: Collection[bytes]) -> Pairs:
    """The retired ones of these keys, each with the key in use that followed it."""
    named = {UUID(bytes=header[1:]) for header in headers}
    retired = CompartmentKey.objects.filter(id__in=named, retired_at__isnull=False)
    owners = set(retired.values_list("owner_id", flat=True))
    if not owners:
        return {}
    rows = CompartmentKey.objects.filter(owner_id__in=owners)
    wanted = rows.filter(Q(retired_at__isnull=True) | Q(id__in=named))
    standing = held(wanted.values_list("id", "owner_id", "compartment", "retired_at"))
    in_use = {
        (owner, code): key_id for key_id, owner, code, retired_at in standing if not retired_at
    }
    followers = {
        key_id: in_use[owner, code]
        for key_id, owner, code, retired_at in standing
        if retired_at and (owner, code) in in_use
    }
    keys = _open({*followers, *followers.values()})
    return {VERSION + old.bytes: (keys[old], keys[new]) for old, new in followers.items()}


_opened: dict[UUID, ValueKey] = {}


def forget_keys(key_ids: Collection[UUID]) -> None:
    """Let go of keys that were opened here: they are destroyed."""
    for key_id in key_ids:
        _opened.pop(key_id, None)


def _open(key_ids: Collection[UUID]) -> dict[UUID, ValueKey]:
    """The keys by id. They are kept: a case's values stand in many tables."""
    if len(_opened) > MOST_KEPT:
        _opened.clear()
    rows: list[KeyRow] = list(
        among(CompartmentKey.objects.all(), set(key_ids) - _opened.keys()).values_list(*COLUMNS)
    )
    secrets = secrets_by_id({row[-1] for row in rows})
    for row in rows:
        _opened[row[0]] = ClosedKey(row, secrets[row[-1]]).open()
    return {key_id: _opened[key_id] for key_id in key_ids}


def retired_headers(partner_id: UUID) -> frozenset[bytes]:
    """What begins the values that a partner's retired keys sealed."""
    rows = CompartmentKey.objects.filter(partner_id=partner_id, retired_at__isnull=False)
    return frozenset(VERSION + key_id.bytes for key_id in rows.values_list("id", flat=True))


def _page(
    model: type[SealedModel], partner_id: UUID, after: UUID
) -> list[tuple[UUID, *tuple[bytes | None, ...]]]:
    """Ids of the next rows of a partner, and which key each sealed value of theirs names."""
    columns = ", ".join(
        f'substr("{field.column}", 1, {HEADER_SIZE})' for field in sealed_fields(model)
    )
    statement = (
        f'SELECT "id", {columns} FROM "{model._meta.db_table}" '  # noqa: S608  # names of ours
        f'WHERE "partner_id" = %s AND "id" > %s ORDER BY "id" LIMIT {A_PAGE}'
    )
    connection = connections[router.db_for_write(model)]
    key: Any = model._meta.pk
    with connection.cursor() as cursor:
        given = [key.get_db_prep_value(one, connection) for one in (partner_id, after)]
        cursor.execute(statement, given)
        return [(key.to_python(row[0]), *row[1:]) for row in cursor.fetchall()]


def _counted(model: type[SealedModel], partner_id: UUID) -> int:
    fields: Sequence[SealedField] = sealed_fields(model)
    columns = " + ".join(f'count("{field.column}")' for field in fields)
    connection = connections[router.db_for_write(model)]
    key: Any = model._meta.pk
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT {columns} FROM "{model._meta.db_table}" '  # noqa: S608  # names of ours
            'WHERE "partner_id" = %s',
            [key.get_db_prep_value(partner_id, connection)],
        )
        count: int = cursor.fetchone()[0]
    return count
