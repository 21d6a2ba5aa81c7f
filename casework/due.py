"""What is due: one list to which every app above adds, shown on Hoy.

An app above casework registers a source in its ``AppConfig.ready``; casework knows nothing of
what it brings. A source answers for one person and one day, with a number of queries that does
not grow with the number of cases, and opens no seal.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from accounts.staff import Staff

RISKS_BY_WEIGHT = ("extreme", "high", "medium", "low")
MOST_ITEMS_OF_A_SOURCE = 60


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing to be done. ``kind`` names its shape; ``label`` says it in a short sentence.

    ``risk`` is a code of ``RiskLevel``. ``who`` is the colleague it waits for, when the person
    who looks is not the one it waits for. None of it may be sealed elsewhere.
    """

    kind: str
    due_on: date
    case_code: str
    risk: str
    label: str | Promise
    url: str
    who: str = ""

    @property
    def weight(self) -> tuple[int, date]:
        """What it is sorted by: the greater danger first, then the earlier day."""
        return RISKS_BY_WEIGHT.index(self.risk), self.due_on


Source = Callable[[Staff, date], Iterable[DueItem]]

_sources: list[Source] = []


def register_source(source: Source) -> Source:
    """Have this source asked whenever somebody opens Hoy; registering it again changes nothing."""
    if source not in _sources:
        _sources.append(source)
    return source


def due_for(staff: Staff, day: date) -> list[DueItem]:
    """Everything that waits for this person on that day, by danger and then by date."""
    found = [item for source in _sources for item in source(staff, day)]
    return sorted(found, key=lambda item: item.weight)
