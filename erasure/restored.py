"""Which erasures of the list a database does not know: it was restored from before them."""

from pathlib import Path

from erasure.book import Line, lines
from erasure.models import Erasure
from erasure.models.erasure import AHEAD
from vault import wall


def unknown_lines(path: Path | None = None) -> list[Line]:
    """The lines whose erasure this database has not done, in their order; forged ones left out.

    A line was written before its erasure was committed. If that failed, and the request was then
    declined or cancelled, the people's last word counts: what is decided is known.
    """
    listed = {line.id: line for line in lines(path) if isinstance(line, Line)}
    if not listed:
        return []
    decided = Erasure.objects.filter(id__in=listed).exclude(state__in=AHEAD)
    with wall.behind(wall.EVERYONE):
        known = set(decided.values_list("id", flat=True))
    return [line for line in listed.values() if line.id not in known]
