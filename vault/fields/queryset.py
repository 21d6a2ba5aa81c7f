"""Queries over sealed models: fetch sealed columns or leave them out, never compute with them."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import sql
from django.db.models.expressions import Expression

from vault.errors import SealedLookup
from vault.fields.columns import SUFFIX, SealedCol, SealedField

Row = TypeVar("Row", bound=models.Model)


class SealedQuery(sql.Query):
    """A query that refuses F() on sealed columns, and so annotations and aggregates of them."""

    def resolve_ref(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """As Django's. Raises SealedLookup when the name is a sealed column."""
        found = super().resolve_ref(name, *args, **kwargs)
        if isinstance(found, SealedCol):
            raise SealedLookup(f"{name} is sealed: the database cannot compute with it.")
        return found


class SealedQuerySet(models.QuerySet[Row]):
    """A QuerySet that keeps sealed columns out of what the database would do with them."""

    def __init__(
        self,
        model: type[Row] | None = None,
        query: sql.Query | None = None,
        using: str | None = None,
        hints: dict[str, models.Model] | None = None,
    ) -> None:
        if query is None and model is not None:
            query = SealedQuery(model)
        super().__init__(model, query, using, hints)

    def without_sealed(self) -> Self:
        """Leaves every sealed column in the database until it is read."""
        return self.defer(*(field.name for field in sealed_fields(self.model)))

    def update(self, **values: Any) -> int:
        """As Django's. Raises SealedLookup for sealed columns: one value cannot fit two rows."""
        self._refuse(values)
        for value in values.values():
            if isinstance(value, Expression | models.F):
                value.resolve_expression(self.query.chain(), allow_joins=False, for_save=True)
        return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]  # Django's mark for templates

    def bulk_update(
        self, objs: Iterable[Row], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        """As Django's. Raises SealedLookup for sealed columns."""
        names = list(fields)
        self._refuse(names)
        return super().bulk_update(objs, names, batch_size=batch_size)

    bulk_update.alters_data = True  # type: ignore[attr-defined]  # Django's mark for templates

    def bulk_create(
        self,
        objs: Iterable[Row],
        batch_size: int | None = None,
        ignore_conflicts: bool = False,  # noqa: FBT001, FBT002  # Django's signature
        update_conflicts: bool = False,  # noqa: FBT001, FBT002  # Django's signature
        update_fields: Collection[str] | None = None,
        unique_fields: Collection[str] | None = None,
    ) -> list[Row]:
        """As Django's. Raises SealedLookup when a conflict would carry a value to another row."""
        self._refuse(update_fields or ())
        return super().bulk_create(
            objs, batch_size, ignore_conflicts, update_conflicts, update_fields, unique_fields
        )

    bulk_create.alters_data = True  # type: ignore[attr-defined]  # Django's mark for templates

    def _refuse(self, names: Iterable[str]) -> None:
        """Raises SealedLookup when a name is a sealed column or its bare name."""
        columns = {field.name for field in sealed_fields(self.model)}
        for name in names:
            if {name, name + SUFFIX} & columns:
                raise SealedLookup(f"{name} is sealed: set it on the row and save the row.")


ManagerOfSealed = models.Manager.from_queryset(SealedQuerySet)


class SealedManager(ManagerOfSealed[Row]):
    """The manager of sealed models."""


def sealed_fields(model: type[models.Model]) -> Sequence[SealedField]:
    """The sealed columns of a model."""
    fields = model._meta.concrete_fields
    return [field for field in fields if isinstance(field, SealedField)]
