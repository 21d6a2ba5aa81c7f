"""The triggers in PostgreSQL's words. They fire always, replication roles included."""

import hashlib

from django.db.backends.utils import CursorWrapper, truncate_name

from audit.triggers.watched import PREFIX, Trigger, Watched

NAME_LENGTH = 63


def append_only(table: str) -> list[Trigger]:
    """What keeps the trail as it is."""
    return [
        _trigger(
            table,
            "no_change",
            moment="BEFORE UPDATE OR DELETE OR TRUNCATE",
            each="STATEMENT",
            deed="RAISE EXCEPTION 'the trail is append-only';",
        )
    ]


def tripwires(watched: Watched, ledger: str) -> list[Trigger]:
    """What notes each row of this table that is written, and that it was emptied."""
    table = watched.name
    changed = " OR ".join(
        f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in watched.columns
    )
    key = _as_text(watched.key.column)
    other = _as_text(watched.other_key.column) if watched.other_key else "NULL"
    note = _note(ledger, key, other)
    rows = [_trigger(table, "tripwire", moment="AFTER INSERT OR DELETE", each="ROW", deed=note)]
    if changed:
        rows.append(
            _trigger(
                table, "tripwire_update", moment="AFTER UPDATE", each="ROW", deed=note, when=changed
            )
        )
    emptied = _note(ledger, "'*'", "NULL")
    return [
        *rows,
        _trigger(
            table, "tripwire_truncate", moment="AFTER TRUNCATE", each="STATEMENT", deed=emptied
        ),
    ]


def _note(ledger: str, key: str, other: str) -> str:
    return (  # names of our own tables, nothing from outside
        f'INSERT INTO "{ledger}" (table_name, row_id, other_row_id, operation, at) '
        f"VALUES (TG_TABLE_NAME, {key}, {other}, TG_OP, clock_timestamp()); RETURN NULL;"
    )


def _as_text(column: str) -> str:
    """The key of the row as it was, or, when it is new, as it is."""
    return f'COALESCE(OLD."{column}", NEW."{column}")::text'


def _trigger(
    table: str, purpose: str, *, moment: str, each: str, deed: str, when: str = ""
) -> Trigger:
    name = truncate_name(f"{PREFIX}{table}_{purpose}", NAME_LENGTH, hash_len=8)
    condition = f" WHEN ({when})" if when else ""
    event = f'{moment} ON "{table}" FOR EACH {each}{condition}'
    body = f"$$ BEGIN {deed} END $$"
    statements = (
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS {body}',
        f'CREATE TRIGGER "{name}" {event} EXECUTE FUNCTION "{name}"()',
        f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{name}"',
    )
    text = hashlib.sha256("\n".join(statements).encode()).hexdigest()
    remark = f"""COMMENT ON TRIGGER "{name}" ON "{table}" IS '{text}'"""
    return Trigger(table=table, name=name, statements=(*statements, remark), text=text)


def standing(cursor: CursorWrapper) -> dict[tuple[str, str], str]:
    """Our triggers as the database has them; one that was switched off has no text."""
    cursor.execute(
        "SELECT relname, tgname, "
        "CASE WHEN tgenabled = 'A' THEN obj_description(pg_trigger.oid, 'pg_trigger') END "
        "FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE tgname LIKE %s AND NOT tgisinternal AND pg_table_is_visible(tgrelid)",
        [f"{PREFIX}%"],
    )
    return {(table, name): text or "" for table, name, text in cursor.fetchall()}


def drop(_table: str, name: str) -> str:
    """The statement that removes a trigger together with its function."""
    return f'DROP FUNCTION "{name}"() CASCADE'
