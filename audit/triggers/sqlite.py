"""The triggers in SQLite's words. Trigger names are unique in the whole database there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from audit.triggers.watched import PREFIX, Trigger, Watched

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
REFUSAL = "RAISE(ABORT, 'the trail is append-only')"
UUID_PARTS = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))


def append_only(table: str) -> list[Trigger]:
    """What keeps the trail as it is. REPLACE deletes without telling, so it is met before."""
    return [
        _trigger(table, "no_update", f'BEFORE UPDATE ON "{table}"', f"SELECT {REFUSAL};"),
        _trigger(table, "no_delete", f'BEFORE DELETE ON "{table}"', f"SELECT {REFUSAL};"),
        _trigger(
            table,
            "no_replace",
            f'BEFORE INSERT ON "{table}"',
            f'SELECT {REFUSAL} WHERE EXISTS (SELECT 1 FROM "{table}" WHERE id = NEW.id);',
        ),
    ]


def tripwires(watched: Watched, ledger: str) -> list[Trigger]:
    """What notes each row of this table that is written."""
    table = watched.name
    changed = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in watched.columns)
    return [
        _trigger(
            table,
            f"tripwire_{operation.lower()}",
            f'AFTER {operation} ON "{table}"' + (f" WHEN {changed}" if is_update else ""),
            _note(watched, ledger, operation),
        )
        for operation, is_update in (("INSERT", False), ("UPDATE", True), ("DELETE", False))
        if not is_update or changed
    ]


def _note(watched: Watched, ledger: str, operation: str) -> str:
    row = "NEW" if operation == "INSERT" else "OLD"
    key = _as_text(row, watched.key)
    other = _as_text(row, watched.other_key) if watched.other_key else "NULL"
    return (  # names of our own tables, nothing from outside
        f'INSERT INTO "{ledger}" (table_name, row_id, other_row_id, operation, at) '
        f"VALUES ('{watched.name}', {key}, {other}, '{operation}', {NOW});"
    )


def _as_text(row: str, field: Any) -> str:
    """The key as Python prints it: a UUID is stored as 32 digits and printed with hyphens."""
    value = f'{row}."{field.column}"'
    if not isinstance(field.target_field if field.is_relation else field, models.UUIDField):
        return value
    parts = (f"substr({value}, {start}, {length})" for start, length in UUID_PARTS)
    return " || '-' || ".join(parts)


def _trigger(table: str, purpose: str, moment: str, deed: str) -> Trigger:
    name = f"{PREFIX}{table}_{purpose}"
    text = f'CREATE TRIGGER "{name}" {moment} BEGIN {deed} END'
    return Trigger(table=table, name=name, statements=(text,), text=text)


def standing(cursor: CursorWrapper) -> dict[tuple[str, str], str]:
    """Our triggers as the database has them."""
    cursor.execute(
        "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
        [f"{PREFIX}%"],
    )
    return {(table, name): text for table, name, text in cursor.fetchall()}


def drop(_table: str, name: str) -> str:
    """The statement that removes a trigger."""
    return f'DROP TRIGGER "{name}"'
