"""Visits a page as somebody and puts everything back as it was."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from audit import tripwire
from audit.models import TrailEntry

# What differs between two answers to the same question: tokens, keys, nothing else.
CHANGING = re.compile(
    rb'(name="(?:csrfmiddlewaretoken|submission_key)" value=")[^"]*|(X-CSRFToken\W+)[\w]+'
)
REASKED = ("/cuenta/confirmar/",)
PROOF = b'name="proof-'  # the page that asks for one in the middle of a POST


@dataclass(frozen=True)
class Visit:
    """One answer, and what it left on the trail."""

    response: HttpResponse
    entries: list[TrailEntry] = field(repr=False)
    queries: int = 0
    unattributed: list[str] = field(default_factory=list)

    @property
    def answer(self) -> str:
        """In the words of the table."""
        status, place = self.response.status_code, self.response.headers.get("Location", "")
        if status in {302, 303}:
            if place.startswith(REASKED):
                return "confirma"
            return "ingreso" if place.startswith(f"{reverse('account_login')}?next=") else "sigue"
        if status == 403 and PROOF in self.response.content:
            return "confirma"
        return {200: "entra", 204: "vacío", 404: "no hay", 401: "ingreso"}.get(status, str(status))

    @property
    def refusals(self) -> list[TrailEntry]:
        """What the trail says was refused."""
        return [entry for entry in self.entries if entry.outcome == "refused"]

    @property
    def shown(self) -> tuple[int, bytes, dict[str, str]]:
        """All that the visitor can tell it by, but for what changes each time."""
        headers = {
            name: value for name, value in self.response.headers.items() if name != "Set-Cookie"
        }
        # A page may lead back to itself: the address that was asked for tells nothing new.
        asked = self.response.request["PATH_INFO"].encode()
        body = CHANGING.sub(rb"\1\2", self.response.content).replace(asked, b"[here]")
        return self.response.status_code, body, headers


class Counting:
    """Counts what is asked of the database."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *query: Any) -> Any:
        """One more."""
        self.count += 1
        return execute(*query)


def unattributed_changes() -> list[str]:
    """What the database saw being written and the trail does not account for."""
    tripwire.match(timezone.now() + timedelta(minutes=10))
    return [str(row) for row in tripwire.unattributed()]


class Walker:
    """A visitor; each visit is undone, so that all of them find the same house."""

    def __init__(
        self, client: Client, member: Membership | None = None, *, watches_tables: bool = False
    ) -> None:
        self.client = client
        self.watches_tables = watches_tables
        self.member = member
        self._cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    def visit(
        self,
        verb: str,
        path: str,
        data: Mapping[str, object] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> Visit:
        """Ask for a page, or send a form to it."""
        self.client.cookies.clear()
        self.client.cookies.load(self._cookies)
        cache.clear()
        with transaction.atomic():
            last = TrailEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            queries = Counting()
            with connection.execute_wrapper(queries):
                response = self._answer(verb, path, data or {}, headers)
            entries = list(TrailEntry.objects.filter(pk__gt=last).order_by("pk"))
            unattributed = unattributed_changes() if self.watches_tables else []
            transaction.set_rollback(True)
        return Visit(response, entries, queries.count, unattributed)

    def _answer(
        self,
        verb: str,
        path: str,
        data: Mapping[str, object],
        headers: Mapping[str, str] | None,
    ) -> HttpResponse:
        if verb == "POST":
            return whole(self.client.post(path, data, headers=headers))
        query = urlencode(data, doseq=True, errors="surrogatepass")
        return whole(self.client.generic(verb, path, headers=headers, QUERY_STRING=query))


def whole(response: Any) -> HttpResponse:
    """The answer with all its bytes: a file comes piece by piece."""
    if not response.streaming:
        return response
    read = HttpResponse(b"".join(response), status=response.status_code, headers=response.headers)
    read.request = response.request
    return read
