"""The base of models with sealed columns."""

from collections.abc import Callable
from typing import Any, ClassVar, cast
from uuid import UUID

from django.db import models

from vault.fields.columns import SUFFIX, SealedField
from vault.fields.queryset import SealedManager


class SealedModel(models.Model):
    """A model with sealed columns; it has an ``id`` and a ``partner_id``, both UUIDs.

    ``sealed_owner`` is the attribute that holds the owner of its compartments: "id", "case_id" …
    All three must be set before a sealed value is, and never change afterwards: the values are
    bound to them.
    """

    sealed_owner: ClassVar[str] = "id"
    partner_id: UUID

    objects = SealedManager()

    class Meta:
        abstract = True

    def passes(self, name: str, test: Callable[[Any], bool]) -> bool:
        """Whether the sealed value under a bare name passes a test.

        Only the answer leaves, so this is no reading and is not counted. Raises KeyNotOpen and
        Tampered as reading does.
        """
        column = self._meta.get_field(name + SUFFIX)
        return test(cast("SealedField", column).opening.compared(self))
