"""Somebody with a browser's cookies on one keep-alive connection, and a watch in her hand."""

import gzip
import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter
from urllib.parse import urlencode

import brotli

from config.bench.counting import ANSWERED, ASKED

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """One answer, and how long it took from the first byte sent to the last received."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    @property
    def wire_bytes(self) -> int:
        """The answer's own bytes on the wire: its head and its body."""
        head = sum(len(name) + len(value) + 4 for name, value in self.headers.items())
        return head + len(self.body)

    @property
    def text(self) -> str:
        """The page."""
        unpack = {"br": brotli.decompress, "gzip": gzip.decompress}
        packing = self.headers.get("content-encoding", "")
        return unpack[packing](self.body).decode() if packing else self.body.decode()


class Visitor:
    """Speaks to one site on the loopback."""

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies = dict(cookies or {})

    def get(self, path: str, *, counting: bool = False) -> Answer:
        """Fetch a page."""
        return self._ask("GET", path, None, {ASKED: "1"} if counting else {})

    def post(self, path: str, form: Mapping[str, object], *, counting: bool = False) -> Answer:
        """Send a form, under the cookie's own token."""
        body = urlencode({**form, "csrfmiddlewaretoken": self._cookies["csrftoken"]}, doseq=True)
        return self._ask(
            "POST", path, body, {"Content-Type": FORM} | ({ASKED: "1"} if counting else {})
        )

    def _ask(self, method: str, path: str, body: str | None, more: Mapping[str, str]) -> Answer:
        try:
            return self._exchange(method, path, body, more)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self._connection.close()  # it had been idle for too long
            return self._exchange(method, path, body, more)

    def _exchange(
        self, method: str, path: str, body: str | None, more: Mapping[str, str]
    ) -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Accept-Encoding": "br, gzip", "Cookie": cookie, **more}
        started = perf_counter()
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        seconds = perf_counter() - started
        answered = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, answered, content, seconds)


def queries_of(answer: Answer) -> int:
    """How many queries the answer took, where that was asked for."""
    return int(answer.headers[ANSWERED.lower()])
