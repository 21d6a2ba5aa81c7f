"""Sealed columns: hold ciphertext, open it under the bare name while its key is open."""

from vault.fields.columns import (
    SealedDateField,
    SealedField,
    SealedIntegerField,
    SealedJSONField,
    SealedKeyField,
    SealedTextField,
)
from vault.fields.model import SealedModel
from vault.fields.queryset import SealedManager, SealedQuerySet
from vault.sealed import Sealed

__all__ = [
    "Sealed",
    "SealedDateField",
    "SealedField",
    "SealedIntegerField",
    "SealedJSONField",
    "SealedKeyField",
    "SealedManager",
    "SealedModel",
    "SealedQuerySet",
    "SealedTextField",
]
