"""What happened on a case, newest first; apps above add theirs through a registered source."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise

from casework.models import Case


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened. ``kind`` names its shape; nothing in it is sealed."""

    kind: str
    happened_on: date
    recorded_at: datetime
    label: str | Promise
    detail: str | Promise = ""
    who: str = ""
    url: str = ""


Source = Callable[[Case], Iterable[TimelineEntry]]

_sources: list[Source] = []


def register_source(source: Source) -> Source:
    """Have this source asked for every case page; registering it again changes nothing."""
    if source not in _sources:
        _sources.append(source)
    return source


def entries_from_above(case: Case) -> list[TimelineEntry]:
    """What the apps above casework have to tell of this case; one query a source."""
    return [entry for source in _sources for entry in source(case)]


def newest_first(entries: Iterable[TimelineEntry]) -> list[TimelineEntry]:
    """In the order in which a reader goes back in time."""
    return sorted(entries, key=lambda entry: (entry.happened_on, entry.recorded_at), reverse=True)
