"""Working days in Bolivia and in one department, for reminders and follow-ups.

The days come from ``data/feriados.csv``, a fact file that names its sources and to which an
administrator or a lawyer adds the holidays decreed from one day to the next. It does not know
municipal holidays nor the judicial recess: no legal deadline may be computed from this module.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from casework.catalogue.files import rows_of

NATIONAL = "nacional"
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off in the whole country, or in one department (``scope``: its code)."""

    day: date
    scope: str
    label_es: str
    label_en: str
    source: str


@cache
def holidays() -> tuple[Holiday, ...]:
    """Every holiday of the file, in the order of days."""
    return tuple(
        Holiday(
            day=date.fromisoformat(row["date"]),
            scope=row["scope"],
            label_es=row["label_es"],
            label_en=row["gloss_en"],
            source=row["source"],
        )
        for row in rows_of("feriados.csv")
    )


def holidays_known_until() -> date:
    """The last day for which the file knows holidays: the end of its last year."""
    return date(holidays()[-1].day.year, 12, 31)


def is_working_day(day: date, department: str = "") -> bool:
    """Whether offices work that day in the country, and in that department if one is given.

    Beyond ``holidays_known_until()`` only Saturdays and Sundays are known to be free.
    """
    if day.weekday() >= SATURDAY:
        return False
    return _scopes_by_day().get(day, frozenset()).isdisjoint({NATIONAL, department})


def next_working_day(day: date, department: str = "") -> date:
    """That day itself if offices work on it, or the first one after it on which they do."""
    while not is_working_day(day, department):
        day += timedelta(days=1)
    return day


@cache
def _scopes_by_day() -> Mapping[date, frozenset[str]]:
    scopes: dict[date, set[str]] = defaultdict(set)
    for holiday in holidays():
        scopes[holiday.day].add(holiday.scope)
    return MappingProxyType({day: frozenset(where) for day, where in scopes.items()})
