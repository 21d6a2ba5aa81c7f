"""Everything that hangs on a survivor, found by the tables' own links, so that none is forgotten.

A table that is added tomorrow with a link to a case, an intake or anything below is found here
without being named. What lies outside of the tables, its owner registers in `casework.shredding`.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Model

from casework.models import Survivor
from erasure.models import Erasure

STAYS = frozenset({Erasure})  # it is cut loose before, and says that it happened


def rows_of(survivor: Survivor) -> list[Model]:
    """Her row and all that points at it, directly or not: what is pointed at before what points."""
    found: dict[type[Model], dict[Any, Model]] = {Survivor: {survivor.pk: survivor}}
    to_visit: list[tuple[type[Model], set[Any]]] = [(Survivor, {survivor.pk})]
    while to_visit:
        model, keys = to_visit.pop(0)
        for pointing, rows in _pointing_at(model, keys):
            known = found.setdefault(pointing, {})
            new = {row.pk: row for row in rows if row.pk not in known}
            if new:
                known.update(new)
                to_visit.append((pointing, set(new)))
    return [row for rows in found.values() for row in rows.values()]


def owners_among(rows: Iterable[Model]) -> list[UUID]:
    """The ids that compartment keys could belong to."""
    return [row.pk for row in rows if isinstance(row.pk, UUID)]


def _pointing_at(model: type[Model], keys: set[Any]) -> Iterator[tuple[type[Model], list[Model]]]:
    relations: list[Any] = list(model._meta.get_fields(include_hidden=True))
    for relation in relations:
        is_link = relation.auto_created and (relation.one_to_many or relation.one_to_one)
        if is_link and not relation.concrete and relation.related_model not in STAYS:
            pointing = relation.related_model
            name = relation.field.name
            yield pointing, list(pointing._base_manager.filter(**{f"{name}__in": keys}))
