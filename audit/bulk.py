"""The one way to write many rows of audited tables at once.

Bulk statements skip the signals django-auditlog listens to; here they leave the same entries.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from auditlog.diff import get_field_value
from auditlog.registry import auditlog
from django.db import transaction
from django.db.models import Model
from django.utils.encoding import smart_str

from audit.events import Event
from audit.models import TrailEntry
from audit.registration import HIDDEN

BATCH = 1_000

Row = TypeVar("Row", bound=Model)


def bulk_create(model: type[Row], rows: Iterable[Row], *, why: str) -> int:
    """Insert the rows and an entry for each, batch by batch; how many there were.

    Rows must bring their own primary key. Each batch and its entries are one transaction.
    """
    return sum(_insert(model, batch, why) for batch in _batches(rows))


def _insert(model: type[Row], batch: list[Row], why: str) -> int:
    with transaction.atomic():
        model._base_manager.bulk_create(batch)
        TrailEntry.objects.store_all(_created(row, why) for row in batch)
    return len(batch)


def _created(row: Model, why: str) -> TrailEntry:
    return TrailEntry.objects.change(Event.CREATED, row, _new_values(row), reason=why)


def _new_values(row: Model) -> dict[str, tuple[str, str]]:
    """What django-auditlog would find in a new row, without comparing it to nothing first."""
    kept = auditlog.get_model_fields(type(row))
    return {
        field.name: (HIDDEN, HIDDEN) if field.name in kept["mask_fields"] else ("None", value)
        for field in row._meta.concrete_fields
        if (value := smart_str(get_field_value(row, field))) != "None"
    }


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch
