"""The house of the tests as `dev.py run` brings it up: gunicorn, a Celery worker and its clock.

It stands on a copy of the tests' house in a database of its own: a file, or one on the server
that DATABASE_URL names.
"""

import os
import socket
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest

import dev
from tests.plugins.cast import PASSWORD
from tests.plugins.house import House
from tests.plugins.pages import Page
from tests.plugins.servers import database_beside

PATIENCE = 30  # seconds


@dataclass
class Browser:
    """Somebody's browser, without scripts."""

    site: str
    opener: OpenerDirector = field(
        default_factory=lambda: build_opener(HTTPCookieProcessor(CookieJar()))
    )

    def ask(
        self, path: str, data: Mapping[str, object] | None = None, *, method: str = ""
    ) -> tuple[int, bytes]:
        """The status and the words of the answer, after whatever it leads to."""
        body = urlencode(data, doseq=True).encode() if data is not None else None
        request = Request(self.site + path, data=body, method=method or None)  # noqa: S310  (our own)
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read()
        except HTTPError as refusal:
            return refusal.code, refusal.read()

    def page(self, path: str) -> Page:
        """A page that opens."""
        status, words = self.ask(path)
        assert status == 200, (path, status)
        return Page(words.decode(), path)

    def send(self, path: str, action: str = "", **answers: object) -> tuple[int, bytes]:
        """Fill in the form of a page."""
        form = self.page(path).form(action or path)
        return self.ask(form.action, {**form.data, **answers})

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """Through the front door, let in or not."""
        self.send("/entrar/", login=email, password=password)


@dataclass
class Running:
    """A house with its processes."""

    house: House
    env: dict[str, str]
    url: str
    database_url: str  # empty when the database is a file
    capture: Callable[[], tuple[str, str]]
    _said: list[str] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        """Where it keeps all its files."""
        return Path(self.env["AMPARO_DATA_DIR"])

    @property
    def said(self) -> str:
        """All that its processes have written so far."""
        self._said.extend(self.capture())
        return "".join(self._said)

    def wait_for(self, is_so: Callable[[], bool]) -> None:
        """Wait, but not for ever."""
        deadline = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < deadline, f"waited in vain; the processes said:\n{self.said}"
            time.sleep(0.1)


@pytest.fixture
def running_house(stages, django_db_blocker, keyring_of_the_tests, tmp_path, capfd):
    """Open the house for as long as a block lasts."""

    @contextmanager
    def opened() -> Iterator[Running]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        env = environment(port, tmp_path, keyring_of_the_tests)
        with django_db_blocker.unblock():
            stages.enter("house")
            stages.leave()
        stage = stages.ready["house"]
        with a_copy(stage.connection, env) as database_url:
            env |= {"DATABASE_URL": database_url} if database_url else {}
            with processes(env, port):
                url = env["AMPARO_SITE_URL"]
                yield Running(stage.made, env, url, database_url, capfd.readouterr)

    return opened


def environment(port: int, folder: Path, keyring: Path) -> dict[str, str]:
    """What the processes are started with: the queue that this run was told to use, all else new."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AMPARO_")}
    return {
        **kept,
        "AMPARO_BIND": f"127.0.0.1:{port}",
        "AMPARO_DATA_DIR": str(folder),
        "AMPARO_DEMO": "1",  # one step is enough to sign in
        "AMPARO_KEYRING": str(keyring),
        "AMPARO_SITE_URL": f"http://127.0.0.1:{port}",
        "WEB_CONCURRENCY": "1",
    }


@contextmanager
def a_copy(connection, env: Mapping[str, str]) -> Iterator[str]:
    """The address of a copy of this database; empty when it is the file of the data folder."""
    if connection.vendor == "sqlite":
        copy = sqlite3.connect(Path(env["AMPARO_DATA_DIR"]) / "amparo.sqlite3")
        connection.connection.backup(copy)
        copy.close()
        yield ""
    else:
        connection.close()
        with database_beside(env["DATABASE_URL"], like=connection.settings_dict["NAME"]) as url:
            yield url


@contextmanager
def processes(env: Mapping[str, str], port: int) -> Iterator[None]:
    """Web, worker and clock, until the end of the block."""
    children: list[dev.Child] = []
    try:
        children.extend(dev.start_children(Path(sys.executable), env))
        dev.wait_until_healthy(port, children)
        yield
    finally:
        dev.stop(children)
