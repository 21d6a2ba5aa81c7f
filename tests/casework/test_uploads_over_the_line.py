"""Files sent to a real gunicorn over a real socket: cut on the way, and very large."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import urandom
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from tests.plugins import files
from tests.plugins.running import Browser, Running

BOUNDARY = b"a-line-between"
TITLE = "Grabación inventada: quirquincho"
MEGABYTE = 1_000_000
LARGE = 200 * MEGABYTE
BLOCK = urandom(MEGABYTE)
MOST_MEMORY = 60 * MEGABYTE


@dataclass(frozen=True)
class Upload:
    """A form with a file, as a browser sends it: what is before the file, and behind."""

    running: Running
    browser: Browser
    path: str

    @property
    def before(self) -> bytes:
        """The fields that stand before the file's bytes."""
        form = self.browser.page(self.path).form(self.path)
        told = {
            **{name: values[0] for name, values in form.data.items()},
            "title": TITLE,
            "wall": "case",
            "brought_by": "herself",
            "brought_on": timezone.localdate().strftime("%d/%m/%Y"),
            "brought_how": "message",
        }
        told.pop("is_whole")
        parts = [field(name, value.encode()) for name, value in told.items()]
        head = b'Content-Disposition: form-data; name="file"; filename="x.mp4"\r\n'
        return b"".join(parts) + b"--" + BOUNDARY + b"\r\n" + head + b"\r\n"

    @property
    def behind(self) -> bytes:
        """The field that proves that all came, and the end."""
        return b"\r\n" + field("is_whole", b"True") + b"--" + BOUNDARY + b"--\r\n"

    def head(self, length: int) -> bytes:
        """The request's own lines."""
        jar = next(
            handler.cookiejar
            for handler in self.browser.opener.handlers
            if hasattr(handler, "cookiejar")
        )
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)
        lines = [
            f"POST {self.path} HTTP/1.1",
            f"Host: {urlsplit(self.running.url).netloc}",
            f"Cookie: {cookies}",
            f"Content-Type: multipart/form-data; boundary={BOUNDARY.decode()}",
            f"Content-Length: {length}",
            "Connection: close",
        ]
        return "\r\n".join([*lines, "", ""]).encode()

    @contextmanager
    def line(self) -> Iterator[socket.socket]:
        """A line to the site."""
        place = urlsplit(self.running.url)
        with socket.create_connection((place.hostname, place.port), timeout=300) as line:
            yield line

    def send(self, file: Iterator[bytes], size: int) -> bytes:
        """All of it; the first line of the answer."""
        before, behind = self.before, self.behind
        with self.line() as line:
            line.sendall(self.head(len(before) + size + len(behind)) + before)
            for piece in file:
                line.sendall(piece)
            line.sendall(behind)
            return line.recv(15)

    def cut(self, file: bytes, *, at: int) -> None:
        """No more than so many bytes of the body; then the line is cut without a word."""
        before, behind = self.before, self.behind
        body = before + file + behind
        with self.line() as line:
            line.sendall(self.head(len(body)) + body[:at])
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def field(name: str, value: bytes) -> bytes:
    """One field of a form."""
    line = f'Content-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
    return b"--" + BOUNDARY + b"\r\n" + line + value + b"\r\n"


def upload_of(running: Running) -> Upload:
    """The counselor of norte, at the form for a file."""
    browser = Browser(running.url)
    browser.sign_in(running.house.norte["counselor"].user.email)
    return Upload(running, browser, f"/casos/{running.house.norte.case.code}/archivos/nuevo/")


def kept(running: Running) -> list[Path]:
    """What lies in the store and in the room for what arrives."""
    return [
        path
        for name in ("media", "scratch")
        for path in (running.folder / name).rglob("*")
        if path.is_file()
    ]


def large_file() -> Iterator[bytes]:
    """A video of 200 megabytes."""
    yield files.MP4 + BLOCK[len(files.MP4) :]
    for _more in range(LARGE // MEGABYTE - 1):
        yield BLOCK


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_interrupted_upload_leaves_neither_row_nor_file_and_a_whole_one_both(running_house):
    file = files.MP4 + BLOCK[:500_000]
    with running_house() as running:
        upload = upload_of(running)
        listing = upload.path.removesuffix("nuevo/")
        before, whole = len(upload.before), len(file)
        at_the_end = before + whole
        answered = running.said.count("request_answered")
        cuts = [before - 10, before, before + 70_000, at_the_end - 1, at_the_end, at_the_end + 60]
        for at in cuts:
            upload.cut(file, at=at)
        # Each is done with: answered to nobody, or broken off.
        for _ in range(3):
            assert TITLE not in upload.browser.page(listing).words
        assert running.said.count("request_answered") >= answered
        assert kept(running) == []
        assert upload.send(iter([file]), whole).startswith(b"HTTP/1.1 302")
        assert TITLE in upload.browser.page(listing).words
        assert len(kept(running)) == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_hundred_megabytes_pass_in_sixty_megabytes_of_memory(running_house, record_property):
    with running_house() as running:
        upload = upload_of(running)
        small = files.MP4 + BLOCK[:100]
        assert upload.send(iter([small]), len(small)).startswith(b"HTTP/1.1 302")
        idle = started_to_measure(running)
        assert upload.send(large_file(), LARGE).startswith(b"HTTP/1.1 302")
        received = most_since(running) - idle
        listing = upload.browser.page(upload.path.removesuffix("nuevo/"))
        path = next(link for link in listing.links if re.search(r"/archivos/[2-9A-Z]{4}-", link))
        idle = started_to_measure(running)
        status, data = upload.browser.send(path + "original/", reason="court")
        handed_out = most_since(running) - idle
        assert (status, len(data)) == (200, LARGE)
        assert data[-MEGABYTE:] == BLOCK
        record_property("to receive", received)
        record_property("to hand out", handed_out)
        assert received <= MOST_MEMORY
        assert handed_out <= MOST_MEMORY


def web_processes(running: Running) -> list[Path]:
    """The processes that answer."""
    bound = f"AMPARO_BIND={running.env['AMPARO_BIND']}".encode()
    return [
        place
        for place in Path("/proc").glob("[0-9]*")
        if b"gunicorn" in readable(place / "cmdline") and bound in readable(place / "environ")
    ]


def readable(path: Path) -> bytes:
    """What stands there; nothing when the process is gone or another's."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def memory(running: Running, name: str) -> int:
    """Bytes of all processes together."""
    status = b"\n".join(readable(place / "status") for place in web_processes(running))
    lines = [line.split() for line in status.decode().splitlines() if line.startswith(name)]
    return sum(int(line[1]) * 1024 for line in lines)


def started_to_measure(running: Running) -> int:
    """Forget the highest until now; what is used at rest."""
    for place in web_processes(running):
        (place / "clear_refs").write_text("5")
    return memory(running, "VmRSS")


def most_since(running: Running) -> int:
    """The highest since then."""
    return memory(running, "VmHWM")
