"""What a thief finds who takes the machine: the raw bytes that three real processes left behind.

Each place is searched for every planted word, and each must give up a word that was put there to
be found: a search that finds nothing in either has proved nothing.
"""

import shutil
import sqlite3
import subprocess
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
import redis
from django.core.cache import CacheHandler
from kombu import Connection

from config.stores import cache_for, queue_for
from tests.plugins.needles import found
from tests.plugins.running import Browser, Running

TYPED = ("jacarandal", "zarzaparrilla", "quirquincho")
TO_BE_FOUND = "Chirimoyal"
QUEUE = "nobody-takes-from-here"
# Each of the three processes has spoken: it answered, did a task, and keeps the time.
HEARD = (b"request_answered", b"accounts.send_password_link", b"beat: Starting")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_no_planted_word_is_left_in_any_byte_and_the_search_finds_what_is(running_house):
    with running_house() as running:
        live_in(running)
        places = PLACES[is_file(running)]
        left = left_by(running)
        shown = {place: found(words_of(running), data) for place, data in left.items()}
        assert shown == {place: set() for place in places}
        assert all(word in left["logs"] for word in HEARD)
        plant(running)
        shown = {place: found([TO_BE_FOUND], data) for place, data in left_by(running).items()}
        assert shown == {place: {TO_BE_FOUND} for place in places}


def words_of(running: Running) -> list[str]:
    """What must be found nowhere; a word of four letters may stand anywhere by chance."""
    women = (running.house.norte.woman, running.house.sur.woman)
    words = [word for woman in women for word in woman.secrets if len(word) > 4]
    assert len(words) >= 12
    return [*words, *TYPED]


PLACES = {
    True: {"database file", "write-ahead log", "logs", "mail", "queue", "cache"},
    False: {"dump", "plain dump", "logs", "mail", "queue", "cache"},
}


def is_file(running: Running) -> bool:
    return not running.database_url


def live_in(running: Running) -> None:
    """A day of work: reading, revealing, searching, writing, mistyping, and a notice by mail."""
    ana, codes = Browser(running.url), running.house.norte.codes
    case, intake = f"/casos/{codes['CASO']}/", f"/casos/nuevo/{codes['ATENCIÓN']}/"
    ana.sign_in("ana@norte.example", TYPED[0])
    ana.ask(f"/casos/{TYPED[0]}/?nombre={quote(TYPED[1])}")
    ana.sign_in("ana@norte.example")
    for path in ("/hoy/", "/agenda/", "/casos/", case, f"{case}que-paso/", f"{case}datos/"):
        ana.page(path)
    woman = running.house.norte.woman
    status, shown = ana.send(case, f"{case}revelar/")
    assert (status, woman.given_names in shown.decode()) == (200, True)
    ana.send("/casos/", "/casos/buscar/", query=f"{woman.first_surname} {TYPED[1]}")
    ana.send(f"{intake}risk/", level="high", reason=TYPED[2])
    form = ana.page(f"{intake}survivor/").form(f"{intake}survivor/")
    draft = {**form.data, "chosen_name": TYPED[0]}
    assert ana.ask(f"{intake}survivor/borrador/", draft)[0] == 204
    ana.send(f"{case}sesiones/{codes['SOCIAL']}/", note=f"Adenda: {TYPED[1]}")
    letter = f"/derivaciones/{codes['DERIVACIÓN']}/"
    assert ana.send(letter, f"{letter}carta/")[1].startswith(b"%PDF")
    Browser(running.url).send("/cuenta/clave/olvido/", email="ana@norte.example")
    running.wait_for(lambda: any((running.folder / "mail").glob("*")))
    running.wait_for(lambda: all(word.decode() in running.said for word in HEARD))


def left_by(running: Running) -> dict[str, bytes]:
    """The bytes of each place."""
    files = {"mail": running.folder / "mail"}
    redis_url = running.env.get("REDIS_URL", "")
    if redis_url:
        queue = cache = all_in(redis_url)
    else:
        queue, cache = (all_below(running.folder / name) for name in ("broker", "cache"))
    kept = {name: all_below(folder) for name, folder in files.items()}
    return {
        **database_of(running),
        **kept,
        "queue": queue,
        "cache": cache,
        "logs": running.said.encode(),
    }


def database_of(running: Running) -> dict[str, bytes]:
    """The file with its log of what was written last, or what a backup of the server holds."""
    if is_file(running):
        file = running.folder / "amparo.sqlite3"
        log = file.with_name(f"{file.name}-wal")
        return {"database file": file.read_bytes(), "write-ahead log": log.read_bytes()}
    return {
        "dump": dumped(running.database_url, "custom"),
        "plain dump": dumped(running.database_url, "plain"),
    }


def dumped(url: str, form: str) -> bytes:
    """What pg_dump writes of the database; without pg_dump this test fails, on purpose."""
    program = shutil.which("pg_dump")
    assert program, (
        "pg_dump is missing: install PostgreSQL's client (apt install postgresql-client)"
    )
    dump = subprocess.run([program, f"--format={form}", url], capture_output=True, check=False)
    assert dump.returncode == 0, dump.stderr.decode()
    return dump.stdout


def all_below(folder: Path) -> bytes:
    """Every file below this folder, with its name."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return b"\n".join(str(path).encode() + path.read_bytes() for path in paths)


def all_in(url: str) -> bytes:
    """Every key that this Redis holds, with its values."""
    kept: list[bytes] = []
    with redis.Redis.from_url(url) as server:
        for key in server.scan_iter(count=1_000):
            kept += [key, *values_of(server, key)]
    return b"\n".join(kept)


def values_of(server: redis.Redis, key: bytes) -> list[bytes]:
    """What stands under one key, whatever it is."""
    ways = {
        b"string": lambda: [server.get(key) or b""],
        b"list": lambda: server.lrange(key, 0, -1),
        b"set": lambda: list(server.smembers(key)),
        b"zset": lambda: server.zrange(key, 0, -1),
        b"hash": lambda: [part for pair in server.hgetall(key).items() for part in pair],
        b"none": list,  # gone since it was named
    }
    return ways[server.type(key)]()


def plant(running: Running) -> None:
    """The word that is to be found, put into each place by whoever writes there."""
    redis_url = running.env.get("REDIS_URL", "")
    cache = cache_for(redis_url, running.folder)
    CacheHandler({"default": cache})["default"].set("planted", {"word": TO_BE_FOUND}, timeout=60)
    broker, options = queue_for(redis_url, running.folder)
    with Connection(broker, transport_options=options) as connection:
        connection.SimpleQueue(QUEUE).put({"word": TO_BE_FOUND})
    (running.folder / "mail" / "planted.log").write_text(f"Subject: {TO_BE_FOUND}\n")
    name_somebody(running)
    Browser(running.url).ask("/hoy/", method=TO_BE_FOUND.upper())
    running.wait_for(lambda: TO_BE_FOUND.upper() in running.said)


def name_somebody(running: Running) -> None:
    """A column in clear takes the word: in the log of what was written last, then in the file."""
    change = f"UPDATE accounts_user SET full_name = '{TO_BE_FOUND}' WHERE email LIKE 'ana@%'"  # noqa: S608
    if not is_file(running):
        with psycopg.connect(running.database_url) as connection:
            connection.execute(change)
        return
    connection = sqlite3.connect(running.folder / "amparo.sqlite3")
    with connection:
        connection.execute(change)
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
    with connection:
        connection.execute(change.replace("ana@", "paula@"))
    connection.close()
