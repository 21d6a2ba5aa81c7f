"""The base of models with sealed columns."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.db import models

from vault.fields.opening import OPENED
from vault.fields.queryset import SealedManager


class SealedModel(models.Model):
    """A model with sealed columns; it has an ``id`` and a ``partner_id``, both UUIDs.

    ``sealed_owner`` is the attribute that holds the owner of its compartments: "id", "case_id" …
    All three must be set before a sealed value is, and never change afterwards: the values are
    bound to them.
    """

    sealed_owner: ClassVar[str] = "id"
    partner_id: UUID

    if TYPE_CHECKING:
        objects: Any  # each model's own manager; mypy would hold them all to one
    else:
        objects = SealedManager()

    class Meta:
        abstract = True

    def __getstate__(self) -> dict[str, Any]:
        """What copies and pickles take along: the sealed values, not what was opened."""
        state: dict[str, Any] = super().__getstate__()
        state.pop(OPENED, None)
        return state

    def refresh_from_db(
        self,
        using: str | None = None,
        fields: Iterable[str] | None = None,
        from_queryset: models.QuerySet[Any] | None = None,
    ) -> None:
        """As Django's, and forgets what was opened."""
        self.__dict__.pop(OPENED, None)
        super().refresh_from_db(using, fields, from_queryset)
