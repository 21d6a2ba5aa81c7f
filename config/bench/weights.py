"""What a page weighs on the wire, as a browser would fetch it."""

import re
from collections.abc import Iterator

from config.bench.report import Finding
from config.bench.visitor import Visitor

FIRST_PAGE, WARM_PAGE = 60_000, 40_000
LINKED = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def weights(stranger: Visitor, person: Visitor, case_code: str) -> Iterator[Finding]:
    """The first page of somebody with an empty cache, and a case of somebody who has been here."""
    yield _weighed("first page, before signing in", _cold(stranger, "/entrar/"), FIRST_PAGE)
    yield _weighed("first page, Hoy", _cold(person, "/hoy/"), FIRST_PAGE)
    warm = person.get(f"/casos/{case_code}/").wire_bytes
    yield _weighed("case page, warm", warm, WARM_PAGE)


def _cold(visitor: Visitor, path: str) -> int:
    """The page with everything it links to."""
    page = visitor.get(path)
    linked = dict.fromkeys(LINKED.findall(page.text))
    return page.wire_bytes + sum(visitor.get(each).wire_bytes for each in linked)


def _weighed(name: str, size: int, limit: int) -> Finding:
    return Finding(name, size / 1_000, limit / 1_000, unit="KB")
