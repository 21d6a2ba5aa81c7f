"""Seals values anew: with the key in use of their compartment, where they name a retired one."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connections, router

from vault.errors import Tampered
from vault.fields import SealedField, SealedModel
from vault.fields.queryset import sealed_fields
from vault.models import CompartmentKey
from vault.open_keys import COLUMNS, ClosedKey, KeyRow
from vault.partners import secrets_by_id
from vault.rewriting import hold, locked, rewrite
from vault.rotation.work import Accounting, Batch, Done
from vault.seal import HEADER_SIZE, VERSION, ValueKey

A_PAGE = 5_000
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


def stale_rows(partner_id: UUID, model: type[SealedModel]) -> Iterator[UUID]:
    """The rows of a partner that hold a value under a retired key."""
    retired = _retired_headers(partner_id)
    last = UUID(int=0)
    while page := _page(model, partner_id, last):
        yield from (row_id for row_id, *headers in page if not retired.isdisjoint(headers))
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
    owners = retired.values_list("owner_id", flat=True)
    hold(CompartmentKey.objects.filter(owner_id__in=set(owners)))
    rows: list[KeyRow] = list(
        CompartmentKey.objects.filter(owner_id__in=set(owners)).values_list(*COLUMNS)
    )
    in_use = {(row[1], row[2]): row for row in rows if row[5] is None}
    wanted = [
        (row, in_use[row[1], row[2]])
        for row in rows
        if row[0] in named and row[5] is not None and (row[1], row[2]) in in_use
    ]
    secrets = secrets_by_id({row[-1] for pair in wanted for row in pair})
    followers = {row[0]: ClosedKey(row, secrets[row[-1]]).open() for _old, row in wanted}
    return {
        VERSION + old[0].bytes: (ClosedKey(old, secrets[old[-1]]).open(), followers[new[0]])
        for old, new in wanted
    }


def _retired_headers(partner_id: UUID) -> frozenset[bytes]:
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
