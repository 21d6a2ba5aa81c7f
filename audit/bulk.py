"""The one way to write or remove many rows of audited tables at once.

Bulk statements skip the signals django-auditlog listens to; here they leave the same entries.
"""

from __future__ import annotations

from functools import cache
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from auditlog.diff import get_field_value
from auditlog.registry import auditlog
from django.db import transaction
from django.db.models import Field, Model
from django.utils.encoding import smart_str

from audit.context import current_actor
from audit.events import Event
from audit.models import TrailEntry
from audit.registration import HIDDEN
from vault.fields import SealedField
from vault.storing import store

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

BATCH = 1_000
NOTHING = "None"
# Of these, django-auditlog keeps the value's own text.
TOLD_AS_TEXT = frozenset(
    {"UUIDField", "CharField", "TextField", "BooleanField", "DateField", "ForeignKey"}
)

Row = TypeVar("Row", bound=Model)


def bulk_create(model: type[Row], rows: Iterable[Row], *, why: str) -> int:
    """Insert the rows and an entry for each, batch by batch; how many there were.

    Rows must bring their own primary key. Each batch and its entries are one transaction.
    """
    return sum(create_all(batch, why=why) for batch in _batches(rows))


def create_all(rows: Iterable[Model], *, why: str) -> int:
    """Insert rows of several models and an entry for each, in one transaction.

    The rows of a model go together, in the place of its first.
    """
    by_model: dict[type[Model], list[Model]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    with transaction.atomic():
        for batch in by_model.values():
            store(batch)
        TrailEntry.objects.store_all(
            entry for batch in by_model.values() for entry in _created(batch, why)
        )
    return sum(map(len, by_model.values()))


def delete_all(rows: Iterable[Model], *, why: str) -> int:
    """Remove rows of several models, with an entry for each that repeats none of their values.

    Nothing that points at them may be left out: what Django would protect or remove along is
    not looked for. In one transaction; how many there were.
    """
    by_model: dict[type[Model], list[Model]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    with transaction.atomic():
        TrailEntry.objects.store_all(
            TrailEntry.objects.change(Event.DELETED, row, {}, reason=why)
            for model, batch in by_model.items()
            if auditlog.contains(model)
            for row in batch
        )
        for model, batch in reversed(by_model.items()):
            found: Any = model._base_manager.filter(pk__in=[row.pk for row in batch])
            found._raw_delete(found.db)  # noqa: SLF001  # without the signals: see above
    return sum(map(len, by_model.values()))


def _created(rows: Sequence[Model], why: str) -> Iterator[TrailEntry]:
    """The entry of each row of a model. It is one object filled anew: only what differs costs."""
    tell = _telling(type(rows[0]))
    entry = TrailEntry.objects.change(Event.CREATED, rows[0], {}, reason=why)
    for row in rows:
        entry.changes = {
            name: (HIDDEN if text is HIDDEN else NOTHING, text)
            for name, say in tell.items()
            if (text := say(row)) != NOTHING
        }
        entry.partner_id = getattr(row, "partner_id", None) or current_actor().partner_id
        entry.subject_id = getattr(row, "trail_subject_id", None)
        entry.object_pk, entry.object_repr = str(row.pk), str(row)
        yield entry


@cache
def _telling(model: type[Model]) -> dict[str, Callable[[Any], str]]:
    """What says the text of each column that django-auditlog would keep of a new row."""
    hidden = auditlog.get_model_fields(model)["mask_fields"]
    return {field.name: _said(field, hidden) for field in model._meta.concrete_fields}


def _said(field: Field[Any, Any], hidden: Collection[str]) -> Callable[[Any], str]:
    if field.name in hidden:
        return lambda row: NOTHING if getattr(row, field.attname) is None else HIDDEN
    if isinstance(field, SealedField) or field.get_internal_type() in TOLD_AS_TEXT:
        read = attrgetter(field.attname)
        return lambda row: str(read(row))
    return lambda row: smart_str(get_field_value(row, field))


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch
