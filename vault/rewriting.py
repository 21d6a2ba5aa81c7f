"""Writes many rows of one table anew by the shortest way the database has.

The rows are locked first, so nobody's work is overwritten: what somebody else is changing now is
left out and found again later. On SQLite the transaction itself keeps every other writer waiting.
"""

from __future__ import annotations

from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, connections, router
from django.db.models import BooleanField, Field, Func, JSONField, Value

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from uuid import UUID

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Model, QuerySet

OLDER = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND xact_start < %s"
)


def locked(rows: QuerySet[Any], ids: Collection[UUID]) -> QuerySet[Any]:
    """Those rows nobody else is changing, in the order of their ids, locked until the end.

    To be read inside a transaction.
    """
    return among(rows, ids).order_by("pk").select_for_update(skip_locked=True, no_key=True)


class OneOf(Func):
    """Whether a column is one of a list that goes to PostgreSQL as one array: it is read faster."""

    arg_joiner = " = ANY("
    template = "%(expressions)s)"
    output_field = BooleanField()


def among(rows: QuerySet[Any], ids: Collection[UUID]) -> QuerySet[Any]:
    """Those of the rows whose ids these are."""
    if connections[rows.db].vendor != "postgresql":
        return rows.filter(pk__in=ids)
    return rows.filter(OneOf("pk", Value(list(ids), output_field=Field())))


def held(rows: QuerySet[Any, tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """What the rows say (`values_list`); none is removed until the transaction ends.

    Waits for whoever is removing one of them.
    """
    connection = connections[rows.db]
    if connection.vendor != "postgresql":
        return list(rows)
    statement, given = rows.order_by("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} FOR KEY SHARE", given)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def settle(patience: float = 60) -> None:
    """Waits until every transaction is over that has begun before now, or for so many seconds.

    Whoever began earlier may still work with what has been exchanged since. On SQLite nobody
    writes beside us.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql":
        return
    deadline = monotonic() + patience
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now = cursor.fetchone()[0]
        while monotonic() < deadline:
            cursor.execute(OLDER, [now])
            if not cursor.fetchone()[0]:
                return
            sleep(0.05)


def rewrite(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Sets columns of rows that are locked: each is its id, then the values in their order.

    A sealed column takes the bytes.
    """
    connection = connections[router.db_for_write(model)]
    fields: list[Any] = [model._meta.get_field(name) for name in ("id", *columns)]
    given = list(zip(*rows, strict=True))
    if not given:
        return
    stored = [_stored(*each, connection) for each in zip(fields, given, strict=True)]
    with connection.wrap_database_errors, connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_at_once(model, fields, connection), stored)
        else:
            ids, *others = stored
            cursor.executemany(_one_by_one(model, fields), list(zip(*others, ids, strict=True)))


def _stored(
    field: Field[Any, Any], values: Sequence[Any], connection: BaseDatabaseWrapper
) -> list[Any]:
    """The values of a column as the database takes them; psycopg knows most by itself."""
    if connection.vendor == "postgresql" and not isinstance(field, JSONField):
        return list(values)
    return [
        value
        if isinstance(value, bytes) or value is None
        else field.get_db_prep_value(value, connection)
        for value in values
    ]


def _at_once(model: type[Model], fields: Sequence[Any], connection: BaseDatabaseWrapper) -> str:
    key, *others = (field.column for field in fields)
    settings = ", ".join(f'"{name}" = new."{name}"' for name in others)
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    names = ", ".join(f'"{name}"' for name in (key, *others))
    return (
        f'UPDATE "{model._meta.db_table}" AS old SET {settings} '  # noqa: S608  # names of ours
        f'FROM unnest({arrays}) AS new ({names}) WHERE old."{key}" = new."{key}"'
    )


def _one_by_one(model: type[Model], fields: Sequence[Any]) -> str:
    key, *others = (field.column for field in fields)
    settings = ", ".join(f'"{name}" = %s' for name in others)
    return f'UPDATE "{model._meta.db_table}" SET {settings} WHERE "{key}" = %s'  # noqa: S608
