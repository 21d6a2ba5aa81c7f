"""A PostgreSQL of our own for the length of a measurement; the machine's own is never touched.

Its folder is temporary and only its owner may enter it; it listens on a socket in that folder and
on no network.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.parse import quote

NAME = "amparo_bench"
OWNER = "amparo"
PROGRAMS = "/usr/lib/postgresql"
PLAIN_USER = "postgres"  # PostgreSQL refuses to run as root
# The bench vacuums after each filling itself, so that nothing else works while pages are timed.
SETTINGS = (
    "listen_addresses=",
    "shared_buffers=512MB",
    "max_wal_size=4GB",
    "jit=off",
    "autovacuum=off",
)


class NoPostgres(Exception):
    """There is no PostgreSQL to start, or it would not start."""


@contextmanager
def running() -> Iterator[str]:
    """The address of an empty database, for the block; everything of it is removed afterwards."""
    folder = Path(mkdtemp(prefix="amparo-pg-"))
    try:
        _hand_over(folder)
        _make(folder)
        yield f"postgres://{OWNER}@{quote(str(folder), safe='')}/{NAME}"
    finally:
        _call(folder, "pg_ctl", "-m", "immediate", "-w", "stop", fails=True)
        shutil.rmtree(folder, ignore_errors=True)


def _hand_over(folder: Path) -> None:
    """Give the folder to the one who will run the server."""
    if os.geteuid() == 0:
        try:
            shutil.chown(folder, PLAIN_USER, PLAIN_USER)
        except LookupError:
            raise NoPostgres(f"As root, this needs a user named {PLAIN_USER}.") from None


def _make(folder: Path) -> None:
    _call(
        folder,
        "initdb",
        "--auth=trust",
        f"--username={OWNER}",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
    )
    options = " ".join(
        f"-c {setting}" for setting in (*SETTINGS, f"unix_socket_directories={folder}")
    )
    log = folder / "log"
    _call(folder, "pg_ctl", "-w", "-l", str(log), "-o", options, "start")
    _call(folder, "createdb", "-h", str(folder), "-U", OWNER, NAME)


def _call(folder: Path, program: str, *words: str, fails: bool = False) -> None:
    """Runs one of PostgreSQL's programs on the folder, as the one who owns it."""
    command: Sequence[str] = (str(_program(program)), *words)
    options: dict[str, Any] = {"env": {**os.environ, "PGDATA": str(folder / "data"), "LC_ALL": "C"}}
    if os.geteuid() == 0:
        options |= {"user": PLAIN_USER, "group": PLAIN_USER, "extra_groups": []}
    done = subprocess.run(  # noqa: S603  # PostgreSQL's own programs, our own words
        command, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, **options
    )
    if done.returncode and not fails:
        raise NoPostgres(f"{program} failed: {done.stdout.decode(errors='replace').strip()}")


def _program(name: str) -> Path:
    """The newest program of that name that is installed."""
    found = sorted(Path(PROGRAMS).glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1]
    elsewhere = shutil.which(name)
    if not elsewhere:
        raise NoPostgres(f"PostgreSQL's {name} is not installed (apt install postgresql).")
    return Path(elsewhere)
