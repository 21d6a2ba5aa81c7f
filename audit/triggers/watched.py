"""The tables a tripwire watches: those of every model django-auditlog records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from auditlog.registry import auditlog

if TYPE_CHECKING:
    from django.db import models

PREFIX = "amparo_"


@dataclass(frozen=True)
class Trigger:
    """One trigger: the statements that set it, and the text that proves it is the right one."""

    table: str
    name: str
    statements: tuple[str, ...]
    text: str

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from every other."""
        return self.table, self.name


@dataclass(frozen=True)
class Watched:
    """A table, the columns that name its rows, and those whose change is a change.

    A row of a link table is named by both of its ends, because the trail knows it by them.
    """

    model: type[models.Model]
    key: Any
    other_key: Any | None
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        """The table's name."""
        return self.model._meta.db_table


def watched_tables() -> list[Watched]:
    """Every audited table, by name."""
    found = {model._meta.db_table: _watch(model) for model in auditlog.get_models()}
    return [found[name] for name in sorted(found)]


def _watch(model: type[models.Model]) -> Watched:
    ends = _ends_of_link(model)
    return Watched(
        model=model,
        key=ends[0] if ends else model._meta.pk,
        other_key=ends[1] if ends else None,
        columns=tuple(str(field.column) for field in model._meta.concrete_fields if _tells(field)),
    )


def _ends_of_link(model: type[models.Model]) -> tuple[Any, Any] | None:
    """The two foreign keys of a table Django made for a many-to-many field."""
    source: Any = model._meta.auto_created
    if not source:
        return None
    links = source._meta.local_many_to_many
    link = next(field for field in links if field.remote_field.through is model)
    return (
        model._meta.get_field(link.m2m_field_name()),
        model._meta.get_field(link.m2m_reverse_field_name()),
    )


def _tells(field: models.Field[Any, Any]) -> bool:
    """Whether a change of this column is one: "last saved at" says nothing by itself."""
    is_left_out = field.name in auditlog.get_model_fields(field.model)["exclude_fields"]
    return not is_left_out and not getattr(field, "auto_now", False)
