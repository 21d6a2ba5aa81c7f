"""Compares what the database saw being written with what the trail says was done."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    Model,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from audit.events import Event
from audit.models import TrailEntry, TripwireRow
from audit.models.tripwire import TripwireQuerySet
from audit.triggers import watched_tables

# A row waits until the transaction that wrote it has surely written its entry too.
PATIENCE = timedelta(minutes=2)
# Two writes of one row this close together must have two entries. An entry and its write may
# lie further apart, for a write can wait for a lock.
CLOSE = timedelta(seconds=30)
APART = timedelta(seconds=60)
BATCH = 5_000

OPERATIONS = {"INSERT": Event.CREATED, "UPDATE": Event.CHANGED, "DELETE": Event.DELETED}


def unattributed() -> TripwireQuerySet:
    """Rows that were written by hand, or by a bulk write that slipped past the trail."""
    return TripwireRow.objects.unattributed()


def match(now: datetime | None = None) -> int:
    """Remove what the trail accounts for, keep the rest as unattributed; how many were kept."""
    now = now or timezone.now()
    kept = 0
    while ids := list(_waiting(now).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        batch = _waiting(now).filter(pk__lte=ids[-1])
        _remove(_rows_accounted_for(batch))
        _remove(_links_accounted_for(batch))
        kept += batch.update(checked_at=now)
    return kept


@contextmanager
def accounted(model: type[Model], ids: Collection[Any]) -> Iterator[None]:
    """Inside, rows are written that one entry accounts for together, whenever that is written.

    The rows must be locked by the transaction that is open: then every note about them that is
    younger than this block is this block's own, and is removed at its end.
    """
    last = TripwireRow.objects.aggregate(last=Max("pk"))["last"] or 0
    yield
    mine = TripwireRow.objects.filter(pk__gt=last, table_name=model._meta.db_table)
    mine.filter(operation="UPDATE", row_id__in=[str(one) for one in ids]).delete()


def _waiting(now: datetime) -> TripwireQuerySet:
    return TripwireRow.objects.filter(checked_at=None, at__lt=now - PATIENCE)


def _remove(rows: QuerySet[TripwireRow, Any]) -> None:
    TripwireRow.objects.filter(pk__in=rows.values("pk")).delete()


def _rows_accounted_for(batch: TripwireQuerySet) -> QuerySet[TripwireRow, Any]:
    """Writes of a row that have an entry each: two writes with one entry leave one over."""
    ours = {watched.name: watched.model for watched in watched_tables() if not watched.other_key}
    entries = TrailEntry.objects.filter(
        object_pk=OuterRef("row_id"),
        content_type_id=OuterRef("type_id"),
        event=OuterRef("event"),
        columns__isnull=True,  # else it tells of links, which are rows of another table
        timestamp__gte=OuterRef("at") - Value(APART),
        timestamp__lte=OuterRef("at") + Value(APART),
    )
    writes = TripwireRow.objects.filter(
        table_name=OuterRef("table_name"),
        row_id=OuterRef("row_id"),
        operation=OuterRef("operation"),
        pk__lte=OuterRef("pk"),
        at__gte=OuterRef("at") - Value(CLOSE),
    )
    return (
        batch.filter(table_name__in=ours)
        .annotate(type_id=_type_of(ours), event=_event_of_operation())
        .annotate(entries=_count(entries, "object_pk"), writes=_count(writes, "row_id"))
        .filter(entries__gte=F("writes"))
    )


def _links_accounted_for(batch: TripwireQuerySet) -> QuerySet[TripwireRow, Any]:
    """Links of which either end has an entry: one entry tells of many links at once."""
    links = [watched for watched in watched_tables() if watched.other_key]
    near = TrailEntry.objects.filter(
        event__in=[Event.CHANGED, Event.DELETED],
        timestamp__gte=OuterRef("at") - Value(APART),
        timestamp__lte=OuterRef("at") + Value(APART),
    )
    sources = {link.name: _model_at(link.key) for link in links}
    targets = {link.name: _model_at(link.other_key) for link in links}
    by_source = near.filter(object_pk=OuterRef("row_id"), content_type_id=OuterRef("source_id"))
    by_target = near.filter(
        object_pk=OuterRef("other_row_id"), content_type_id=OuterRef("target_id")
    )
    return (
        batch.filter(table_name__in=sources)
        .annotate(source_id=_type_of(sources), target_id=_type_of(targets))
        .filter(Exists(by_source) | Exists(by_target))
    )


def _model_at(end: Any) -> type[Model]:
    model: type[Model] = end.related_model
    return model


def _type_of(models: dict[str, type[Model]]) -> Case:
    """The content type of the model that a table name stands for."""
    types = ContentType.objects.get_for_models(*models.values(), for_concrete_models=False)
    return Case(
        *(When(table_name=name, then=Value(types[model].pk)) for name, model in models.items()),
        default=Value(None),
        output_field=IntegerField(),
    )


def _event_of_operation() -> Case:
    return Case(
        *(When(operation=name, then=Value(event.value)) for name, event in OPERATIONS.items()),
        default=Value(""),
    )


def _count(rows: QuerySet[Any, Any], by: str) -> Coalesce:
    """How many of these there are for the row asked about."""
    counted = rows.order_by().values(by).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)
