"""The three processes together: what `dev.py run` brings up."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

import dev
from config.celery import app


@pytest.fixture
def env(tmp_path):
    """A house of its own in an empty folder, with the queue that this run was told to use."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    others = ("AMPARO_", "DATABASE_URL")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(others)}
    return {
        **kept,
        "AMPARO_DATA_DIR": str(tmp_path),
        "AMPARO_BIND": f"127.0.0.1:{port}",
        "WEB_CONCURRENCY": "1",
    }


def python(env, *arguments):
    """Another process of the same house, to its end."""
    subprocess.run([sys.executable, *arguments], cwd=settings.BASE_DIR, env=env, check=True)


def facts_of(capfd):
    """What the processes have logged since the last time."""
    lines = capfd.readouterr().err.splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


def comes(capfd, task):
    """Whether the worker says, within half a minute, that it ended this task well."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        for fact in facts_of(capfd):
            if fact.get("task") == task and "succeeded" in fact["event"]:
                return True
        time.sleep(0.2)
    return False


def test_every_task_of_the_clock_is_known_to_the_worker():
    app.loader.import_default_modules()
    asked = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert asked <= set(app.tasks)


@pytest.mark.slow
def test_web_worker_and_clock_come_up_do_their_work_and_stop(env, tmp_path, capfd):
    python(env, "manage.py", "migrate", "-v", "0")
    children = []
    try:
        children.extend(dev.start_children(Path(sys.executable), env))
        dev.wait_until_healthy(int(env["AMPARO_BIND"].partition(":")[2]), children)
        python(env, "-c", "import config; config.celery_app.send_task('audit.match_tripwire')")
        assert comes(capfd, "audit.match_tripwire")
    finally:
        dev.stop(children)
    assert [child.process.poll() is not None for child in children] == [True, True, True]
    assert not list((tmp_path / "broker").glob("*"))
