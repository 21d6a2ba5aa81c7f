"""Real dumps of the test database, taken and put back as an administrator would."""

import sqlite3
import subprocess
from pathlib import Path

from django.db import connection


def dump(path: Path) -> Path:
    """The whole database as it is now, in a file."""
    if connection.vendor == "postgresql":
        _run("pg_dump", "--format=custom", f"--file={path}")
    else:
        connection.ensure_connection()
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
    return path


def restore(path: Path) -> None:
    """The database as it was when the dump was taken."""
    if connection.vendor == "postgresql":
        connection.close()
        _run("pg_restore", "--clean", "--if-exists", "--single-transaction", str(path), name="-d")
    else:
        connection.ensure_connection()
        with sqlite3.connect(path) as copy:
            copy.backup(connection.connection)


def raw(folder: Path) -> bytes:
    """Every byte of the database: its file, or a plain dump of it."""
    if connection.vendor == "postgresql":
        plain = folder / "plain.sql"
        _run("pg_dump", f"--file={plain}")
        return plain.read_bytes()
    return dump(folder / "raw.sqlite3").read_bytes()


def _run(program: str, *arguments: str, name: str = "") -> None:
    given = connection.settings_dict
    where = [f"--host={given['HOST']}", f"--port={given['PORT']}", f"--username={given['USER']}"]
    database = [name, given["NAME"]] if name else [given["NAME"]]
    command = [program, *where, *arguments, *database]
    subprocess.run(command, check=True, capture_output=True)
