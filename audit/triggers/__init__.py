"""What the database itself enforces: the trail only grows, and nothing is written unseen.

Two kinds of triggers stand on SQLite and PostgreSQL alike. The trail's own refuse every
change, removal and truncation. A tripwire on each audited table notes which row was written,
so that a write no entry accounts for shows. They are set again after every migration, which
on SQLite may have rebuilt a table and lost them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from audit.models import TrailEntry, TripwireRow
from audit.triggers import postgresql, sqlite
from audit.triggers.watched import Trigger, Watched, watched_tables

DIALECTS: dict[str, ModuleType] = {"postgresql": postgresql, "sqlite": sqlite}


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Set the triggers that are missing or outdated, and remove those no longer wanted."""
    wanted = {trigger.key: trigger for trigger in _wanted(using)}
    standing = _standing(using)
    wrong = {key for key, text in standing.items() if key not in wanted or wanted[key].text != text}
    lacking = [trigger for key, trigger in wanted.items() if key in wrong or key not in standing]
    _execute(using, [_dialect(using).drop(*key) for key in sorted(wrong)])
    _execute(using, [statement for trigger in lacking for statement in trigger.statements])


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The tables that lack a trigger, or have one that does not say what it should."""
    standing = _standing(using)
    return sorted({t.table for t in _wanted(using) if standing.get(t.key) != t.text})


def lift_tripwires(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the tripwires away while tables change shape: a trigger holds on to its columns.

    The trail's own guards stay. What a migration writes is the release's doing, nobody's.
    """
    guards = {guard.key for guard in _dialect(using).append_only(TrailEntry._meta.db_table)}
    _execute(using, [_dialect(using).drop(*key) for key in _standing(using) if key not in guards])


@contextmanager
def lifted(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Without the triggers until the block ends: only for emptying a test's database."""
    _execute(using, [_dialect(using).drop(*key) for key in _standing(using)])
    try:
        yield
    finally:
        install(using)


def _wanted(using: str) -> list[Trigger]:
    """The triggers of every table that is there; none before the trail itself is."""
    connection = connections[using]
    there = set(connection.introspection.table_names())
    trail, tripwire = TrailEntry._meta.db_table, TripwireRow._meta.db_table
    if not {trail, tripwire} <= there:
        return []
    dialect = _dialect(using)
    guards: list[Trigger] = dialect.append_only(trail)
    watched = [table for table in watched_tables() if table.name in there]
    return guards + [trigger for table in watched for trigger in dialect.tripwires(table, tripwire)]


def _standing(using: str) -> dict[tuple[str, str], str]:
    """The text of each of our triggers as the database has it, by table and name."""
    with connections[using].cursor() as cursor:
        standing: dict[tuple[str, str], str] = _dialect(using).standing(cursor)
    return standing


def _dialect(using: str) -> ModuleType:
    return DIALECTS[connections[using].vendor]


def _execute(using: str, statements: list[str]) -> None:
    if not statements:
        return
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


__all__ = ["Trigger", "Watched", "install", "lifted", "missing", "watched_tables"]
