"""Stores many rows of one table by the shortest way the database has.

Django's bulk insert works out an expression and a placeholder for every value, which for a large
batch costs more than sealing the rows and storing them. Here each column is looked at once:
PostgreSQL takes the rows by COPY from the owner of the tables; otherwise one prepared statement is
sent with all of them. The values are those Django
would store; database expressions are not understood.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db import connections, router, transaction
from django.db.models import Field, JSONField, Model

from vault import wall

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper

    Reader = Callable[[Model], Any]

# What these hold in Python, psycopg writes by itself.
KNOWN_TO_POSTGRESQL = frozenset(  # a foreign key holds the key it points at
    {"UUIDField", "CharField", "TextField", "BooleanField", "DateField", "DateTimeField"}
    | {"ForeignKey", "OneToOneField", "IntegerField", "PositiveIntegerField"}
    | {"PositiveSmallIntegerField", "TimeField"}
)


@dataclass(frozen=True)
class Table:
    """How the rows of one model are written: the columns, and what reads each from a row."""

    name: str
    columns: tuple[str, ...]
    readers: tuple[Reader, ...]


def store(rows: Sequence[Model]) -> None:
    """Insert rows of one model."""
    model = type(rows[0])
    store_values(model, rows)
    using = router.db_for_write(model)
    for row in rows:
        row._state.adding, row._state.db = False, using  # noqa: SLF001  # as Django's bulk_create


def store_values(model: type[Model], rows: Iterable[Model]) -> None:
    """Insert what the rows hold at the moment they are met: they may be one, filled anew."""
    using = router.db_for_write(model)
    table = _table_of(model, using)
    readers = table.readers
    # All are read first: to read one may take a query, and none is answered during a COPY.
    values = [[read(row) for read in readers] for row in rows]
    with transaction.atomic(using=using, savepoint=False):
        _insert(table, values, connections[using])


def _insert(table: Table, rows: list[list[Any]], connection: BaseDatabaseWrapper) -> None:
    columns = ", ".join(f'"{column}"' for column in table.columns)
    with connection.wrap_database_errors, connection.cursor() as cursor:
        # PostgreSQL takes no COPY into a table that has a policy for whoever asks.
        if connection.vendor == "postgresql" and not wall.is_up():
            with cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(table.columns))
            statement = f'INSERT INTO "{table.name}" ({columns}) VALUES ({places})'  # noqa: S608
            cursor.executemany(statement, rows)


@cache
def _table_of(model: type[Model], using: str) -> Table:
    """Without the columns that the database itself fills."""
    fields = [field for field in model._meta.concrete_fields if not field.db_returning]
    return Table(
        model._meta.db_table,
        tuple(str(field.column) for field in fields),
        tuple(_reader(field, connections[using]) for field in fields),
    )


def _reader(field: Field[Any, Any], connection: BaseDatabaseWrapper) -> Reader:
    """What Django would store of this column of a row."""
    if connection.vendor == "postgresql":
        is_as_set = type(field).pre_save is Field.pre_save
        if is_as_set and field.get_internal_type() in KNOWN_TO_POSTGRESQL:
            return attrgetter(field.attname)
        if isinstance(field, JSONField):
            return lambda row: _json(getattr(row, field.attname), field)
    return lambda row: field.get_db_prep_save(field.pre_save(row, add=True), connection)


def _json(value: Any, field: JSONField) -> str | None:
    return None if value is None else json.dumps(value, cls=field.encoder)
