"""Pages of the trail: backwards by id, so that page 1,000 costs what the first one costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from audit.models import TrailEntry
from audit.models.entry import TrailQuerySet
from oversight.wording import Line, line_of

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Visit:
    """The entries one request or background deed left, told by what somebody meant."""

    main: Line
    others: list[Line]


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one page, and the address of the next older one ("" on the last)."""

    lines: list[Line]
    visits: list["Visit"]
    older_url: str
    newest_url: str


def page_of(trail: TrailQuerySet, query: QueryDict, people: Mapping[UUID, str]) -> Page:
    """The page that ``?antes=<entry id>`` asks for; anything else is the first page.

    ``people`` are the names that whoever reads may know, by id.
    """
    before = _entry_id(query.get("antes", ""))
    entries = list(trail.before(before).select_related("content_type")[: PAGE_SIZE + 1])
    kept = {name: str(query[name]) for name in query if name != "antes"}
    has_older = len(entries) > PAGE_SIZE
    lines = [line_of(entry, people) for entry in entries[:PAGE_SIZE]]
    return Page(
        lines=lines,
        visits=[_visit(list(group)) for _key, group in groupby(lines, key=_of_one_visit)],
        older_url=_address(kept, entries[PAGE_SIZE - 1]) if has_older else "",
        newest_url=f"?{urlencode(kept)}" if before is not None else "",
    )


def _of_one_visit(line: Line) -> str:
    return line.visit or str(line.id)


def _visit(lines: list[Line]) -> Visit:
    main = min(lines, key=lambda line: line.weight)
    return Visit(main=main, others=[line for line in lines if line is not main])


def _entry_id(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdigit() and len(word) < len(str(2**63)) else None


def _address(kept: dict[str, str], last: TrailEntry) -> str:
    return "?" + urlencode({**kept, "antes": last.pk})
