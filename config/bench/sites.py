"""The two sites side by side: gunicorn with two workers each, on free ports of the loopback."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from config.bench.visitor import Visitor

WORKERS = "2"
PATIENCE = 60  # seconds
WELL = 200


@contextmanager
def running(settings_module: str) -> Iterator[int]:
    """A site with these settings, for the block; its port."""
    port = _free_port()
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": settings_module,
        "AMPARO_BIND": f"127.0.0.1:{port}",
        "WEB_CONCURRENCY": WORKERS,
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn", "config.wsgi"]
    log = settings.DATA_DIR / f"{settings_module}.log"
    with log.open("wb") as lines:
        process = subprocess.Popen(  # noqa: S603  # our own words
            command, env=env, cwd=settings.BASE_DIR, stdout=lines, stderr=lines, process_group=0
        )
        try:
            _wait_for(port, process)
            yield port
        finally:
            process.terminate()
            process.wait()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if Visitor(port).get("/salud/").status == WELL:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("A site of the bench did not start.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
