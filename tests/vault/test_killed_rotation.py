"""A rotation is killed again and again beside a reader and a writer, and loses nothing."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings

KILLS = 6
CASES = 120
CHECK = """
import json, sys
from datetime import timedelta
from django.utils import timezone
from audit import tripwire
from audit.models import TrailEntry
from casework.models import SafeContact
from tests.vault.beside import counselor
from tests.plugins.cases import working_as
from tests.vault.test_rotation import headers
from vault.models import CompartmentKey, KeyRotation, PartnerKey
from vault.roots import keyring
tripwire.match(timezone.now() + timedelta(minutes=10))
retired = CompartmentKey.objects.filter(retired_at__isnull=False)
member = counselor()
with working_as(member):
    phrases = {str(row.id): row.what_to_say for row in SafeContact.objects.all()}
print(json.dumps({
    "partner": str(member.partner_id),
    "phrases": phrases,
    "stale": len(headers() & {row.id.bytes for row in retired}),
    "retired": retired.count(),
    "partner_keys": PartnerKey.objects.count(),
    "other_roots": PartnerKey.objects.exclude(root_key_id=keyring().active_id).count(),
    "begun": KeyRotation.objects.count(),
    "entries": [str(e.partner_id) for e in TrailEntry.objects.filter(deed="rotate_keys", event="deed")],
    "unattributed": [str(r) for r in tripwire.unattributed()[:5]],
}))
"""


@contextmanager
def database_of_its_own():
    """The address of an empty database beside the one of this run; SQLite's default is a file."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        yield {}
        return
    name = f"rotation_{uuid4().hex[:12]}"
    server = address.rpartition("/")[0]
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield {"DATABASE_URL": f"{server}/{name}"}
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def env(tmp_path):
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AMPARO_", "DATABASE_URL", "REDIS_URL"))
    }
    with database_of_its_own() as more:
        yield {**kept, **more, "AMPARO_DATA_DIR": str(tmp_path), "AMPARO_DEMO": "1"}


def in_shell(code) -> tuple[str, ...]:
    return ("manage.py", "shell", "-v", "0", "-c", code)


def run(env, *arguments) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=env,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


@contextmanager
def beside(env, what):
    """A process that works beside the rotation; answers what it printed when it was stopped."""
    process = subprocess.Popen(
        [sys.executable, *in_shell(f"from tests.vault.beside import run; run('{what}')")],
        cwd=settings.BASE_DIR,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    answer: dict = {}
    try:
        assert process.stdout.readline() == "ready\n"
        yield answer
    finally:
        out, _err = process.communicate("stop\n", timeout=60)
        answer.update(json.loads(out or "{}"))
    assert process.returncode == 0


def progress(env) -> tuple:
    """What is begun, and how much of it is done."""
    statement = "SELECT count(*), sum(keys + values) FROM vault_keyrotation"
    if "DATABASE_URL" in env:
        with psycopg.connect(env["DATABASE_URL"]) as connection:
            return connection.execute(statement.replace("values", '"values"')).fetchone()
    with closing(sqlite3.connect(f"{env['AMPARO_DATA_DIR']}/amparo.sqlite3")) as connection:
        return connection.execute(statement.replace("values", '"values"')).fetchone()


def kill_within(env, chance) -> bool:
    """Kills a rotation soon after it has done something; whether that was before its end."""
    before = progress(env)
    process = subprocess.Popen(
        [sys.executable, "manage.py", "rotate_keys", "--all", "--processes=2"],
        cwd=settings.BASE_DIR,
        env=env,
        stdout=subprocess.DEVNULL,
    )
    while process.poll() is None and progress(env) == before:
        time.sleep(0.005)
    time.sleep(chance.uniform(0, 0.12))
    process.send_signal(signal.SIGKILL)
    process.wait()
    return progress(env)[0] > 0


@pytest.mark.slow
def test_a_rotation_that_is_killed_anywhere_comes_to_its_end(env):
    run(env, "manage.py", "migrate", "-v", "0")
    run(env, "manage.py", "load_volume", "--partners=1", "--staff=5", f"--cases={CASES}")
    before = json.loads(run(env, *in_shell("from tests.vault.beside import run; run('told')")))
    chance, kills = random.Random(20), 0
    with beside(env, "reads") as read, beside(env, "writes") as wrote:
        while kills < KILLS and kill_within(env, chance):
            kills += 1
        if kills == KILLS:
            run(env, "manage.py", "rotate_keys", "--all")
    assert kills > 1
    after = json.loads(run(env, *in_shell("from tests.vault.beside import run; run('told')")))
    assert {row: after[row] for row in before} == before
    assert read["rounds"] > kills
    found = json.loads(run(env, *in_shell(CHECK)))
    assert found.pop("retired") > CASES
    partner = found.pop("partner")
    assert sorted(found.pop("entries")) == sorted([partner, "None"])
    assert {row: found["phrases"].get(row) for row in wrote["written"]} == wrote["written"]
    assert found.pop("phrases")
    assert found == {
        "stale": 0,
        "partner_keys": 2,
        "other_roots": 0,
        "begun": 0,
        "unattributed": [],
    }
