"""A real site for a real browser: the demo network, gunicorn, Debian's Chromium, nothing faked.

AMPARO_SCREENSHOTS names a folder in which every page looked at is kept as a picture.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.plugins.servers import database_beside
from vault.wall import ROLE

HOUSE = Path(__file__).resolve().parents[2]
PASSWORD = "demo-amparo-2026"
PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 900}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}


@dataclass(frozen=True)
class Site:
    """Where it answers, and the environment its processes run in."""

    url: str
    environment: dict[str, str]

    @property
    def mails(self) -> list[Path]:
        """The mails it has written."""
        return sorted(Path(self.environment["AMPARO_DATA_DIR"], "mail").glob("*"))

    def work_off(self, task: str) -> None:
        """Put a task on the queue, and let a real worker take it from there."""
        celery = [sys.executable, "-m", "celery", "-A", "config.celery"]
        worker = subprocess.Popen(
            [*celery, "worker", "--pool=solo", "--loglevel=WARNING"],
            cwd=HOUSE,
            env=self.environment,
        )
        try:
            before = len(self.mails)
            subprocess.run(
                [*celery, "call", task], cwd=HOUSE, env=self.environment, check=True, timeout=60
            )
            wait_until(lambda: len(self.mails) > before, seconds=60)
        finally:
            worker.terminate()
            worker.wait(timeout=30)


def wait_until(is_so: Callable[[], bool], *, seconds: float) -> None:
    """Wait, but not for ever."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.2)


@pytest.fixture(scope="session")
def database() -> Iterator[dict[str, str]]:
    """A database of its own on the server that DATABASE_URL names; without one, a file."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield {"DATABASE_URL": ""}
        return
    with database_beside(server) as url:
        yield {"DATABASE_URL": url}


@pytest.fixture(scope="session")
def site(tmp_path_factory, database) -> Iterator[Site]:
    """The demo network, served by gunicorn on a port of its own, with the queue of this run."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        **database,
        "AMPARO_DATA_DIR": str(tmp_path_factory.mktemp("site")),
        "AMPARO_DEMO": "1",
        "AMPARO_SITE_URL": url,
        "AMPARO_QUICK_EXIT_URL": f"{url}/salud/",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    prepare = [sys.executable, "-m", "config.prepare"]
    subprocess.run(prepare, cwd=HOUSE, env=environment, check=True, timeout=240)
    if environment["DATABASE_URL"]:
        # As in production: the owner of the tables prepares them, a role that owns nothing serves.
        environment["DATABASE_URL"] += f"?options=-c%20role%3D{ROLE}"
    gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--threads", "4"]
    server = subprocess.Popen(
        [*gunicorn, "-b", f"127.0.0.1:{port}"],
        cwd=HOUSE,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: _is_well(url), seconds=60)
        yield Site(url, environment)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _is_well(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/salud/", timeout=5) as answer:  # noqa: S310
            return answer.status == 200
    except OSError:
        return False


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium, which keeps to itself."""
    path = shutil.which("chromium")
    assert path, "install Debian's package chromium"
    return {**browser_type_launch_args, "executable_path": path, "args": QUIET}


@dataclass
class Visitor:
    """Somebody at the site: what she does, and what her browser complained of."""

    site: Site
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note every error, refused policy, server error and request to another origin."""
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("response", self._on_response)
        self.page.on("request", self._on_request)

    def _on_console(self, message) -> None:
        expected = "the server responded with a status of 4"  # a refusal the story asks for
        if message.type in {"error", "warning"} and expected not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _on_response(self, response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} {response.url}")

    def _on_request(self, request) -> None:
        if not request.url.startswith((self.site.url, "about:", "data:", "blob:")):
            self.complaints.append(f"foreign: {request.url}")

    def sign_in(self, address: str) -> None:
        """Through the front door."""
        self.go("/entrar/")
        self.page.fill("input[name=login]", address)
        self.page.fill("input[name=password]", PASSWORD)
        self.press("Entrar")
        assert "/entrar/" not in self.page.url

    def go(self, path: str) -> int:
        """Open an address; its status."""
        answer = self.page.goto(self.site.url + path)
        assert answer is not None
        return answer.status

    def press(self, name: str) -> None:
        """Press the button of this name, and wait for the page it leads to."""
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def follow(self, name: str) -> None:
        """Follow the link of this name in the page."""
        self.page.get_by_role("main").get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()

    def fill(self, **answers: str | list[str]) -> None:
        """Answer fields by name (``__`` for ``-``): text, a choice, or several ticks."""
        for given, answer in answers.items():
            place = f"main [name='{given.replace('__', '-')}']"
            kind = self.page.locator(place).first.evaluate("e => e.type")
            if kind in {"radio", "checkbox"}:
                for value in [answer] if isinstance(answer, str) else answer:
                    self.page.check(f"{place}[value='{value}']")
            elif kind == "select-one":
                self.page.locator(place).first.select_option(answer)
            else:
                self.page.locator(place).first.fill(str(answer))

    @property
    def text(self) -> str:
        """What the page says."""
        return self.page.locator("body").inner_text()

    @property
    def path(self) -> str:
        """Where she is."""
        return self.page.url.removeprefix(self.site.url)

    def look(self, name: str) -> None:
        """No finding of WCAG 2.2 AA, a neutral title, no sideways scrolling; kept as a picture."""
        folder = os.environ.get("AMPARO_SCREENSHOTS")
        width = self.page.viewport_size["width"]
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(folder, f"{name}-{width}.png"), full_page=True)
        assert self.page.title() == "Agenda"
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        assert (
            self.page.get_by_role("link", name="Salir ya")
            .or_(self.page.get_by_role("button", name="Salir ya"))
            .first.is_visible()
        )
        self.page.evaluate("window.scrollTo(0, 0)")  # nothing lies under the bar by chance
        found = Axe().run(self.page, options=RULES)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"


@pytest.fixture
def visit(site, browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Open the site in a browser nobody has used; at the end nothing was complained of."""
    visitors: list[Visitor] = []

    def open_site(who: str = "", *, viewport=PHONE, has_scripts: bool = True) -> Visitor:
        context = browser.new_context(
            viewport=viewport, java_script_enabled=has_scripts, locale="es-BO"
        )
        visitor = Visitor(site, context, context.new_page())
        visitor.watch()
        visitors.append(visitor)
        if who:
            visitor.sign_in(who)
        return visitor

    yield open_site
    for visitor in visitors:
        visitor.context.close()
    assert [each for visitor in visitors for each in visitor.complaints] == []
