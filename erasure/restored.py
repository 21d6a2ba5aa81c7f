"""Which erasures of the list a database does not know: it was restored from before them."""

from pathlib import Path

from erasure.book import Line, lines
from erasure.models import Erasure
from erasure.models.erasure import OVER
from vault import wall


def unknown_lines(path: Path | None = None) -> list[Line]:
    """The lines whose erasure this database has not done, in their order; forged ones left out."""
    listed = [line for line in lines(path) if isinstance(line, Line)]
    if not listed:
        return []
    done = Erasure.objects.filter(id__in=[line.id for line in listed], state__in=OVER)
    with wall.behind(wall.EVERYONE):
        known = set(done.values_list("id", flat=True))
    return [line for line in listed if line.id not in known]
