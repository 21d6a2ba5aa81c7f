"""Brings stored rows in line with the rows of a form."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)
Told = TypeVar("Told", bound=Mapping[str, Any])


def reconcile(
    present: Iterable[Row],
    told: Iterable[Told],
    *,
    fill: Callable[[Row, Told], None],
    new: Callable[[Told], Row],
) -> list[tuple[Row, Told]]:
    """Changes the rows whose ``key`` is told, adds those without one, deletes those not told.

    A key that belongs to none of the present rows makes a new one: nobody reaches another
    person's row through a form. Answers each row that stands now with what was told of it.
    """
    left = {str(row.pk): row for row in present}
    standing = [
        (_standing(left.pop(each.get("key", ""), None), each, fill, new), each) for each in told
    ]
    for row in left.values():
        row.delete()
    return standing


def _standing(
    row: Row | None, told: Told, fill: Callable[[Row, Told], None], new: Callable[[Told], Row]
) -> Row:
    if row is None:
        row = new(told)
    else:
        fill(row, told)
    row.save()
    return row
