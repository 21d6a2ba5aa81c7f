"""The base of models with sealed columns."""

from typing import ClassVar
from uuid import UUID

from django.db import models

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
