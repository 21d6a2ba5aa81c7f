"""What django-auditlog keeps of a row's change, and what it must not.

A reverse relation is no column, yet django-auditlog asks for each of them, one query each.
A password hash, a wrapped key or a search digest would outlive, in a trail that never
forgets, the row whose removal is meant to destroy it: of these only "it changed" is kept. So
would what a partner's listing key seals: that key lives on when one survivor is erased.
"""

from __future__ import annotations

from typing import Any

from auditlog.registry import auditlog
from django.db import models

from vault.compartments import Compartment
from vault.fields import SealedField, SealedKeyField

HIDDEN = "•"
HIDDEN_NAMES = frozenset({"password"})
HIDDEN_ENDING = "_digest"
TOLD_ELSEWHERE = frozenset({"last_login"})  # a sign-in has its own entry


def register_all() -> None:
    """Register every audited model again, with our exceptions."""
    for model in list(auditlog.get_models()):
        links = [field.name for field in model._meta.many_to_many]
        auditlog.unregister(model)
        auditlog.register(
            model,
            exclude_fields=_reverse_relations(model) + _told_elsewhere(model),
            mask_fields=_hidden_columns(model),
            mask_callable="audit.registration.hidden",
            m2m_fields=links,
        )


def hidden(_value: str) -> str:
    """What stands in the trail for a value that may not: nothing of it, not even its length."""
    return HIDDEN


def _reverse_relations(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.get_fields() if not field.concrete]


def _told_elsewhere(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.name in TOLD_ELSEWHERE]


def _hidden_columns(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if _is_hidden(field)]


def _is_hidden(field: models.Field[Any, Any]) -> bool:
    """Bytes that are not a sealed value are keys, as are sealed keys; the rest says so by name."""
    is_key = type(field) is models.BinaryField or isinstance(field, SealedKeyField)
    is_listed = isinstance(field, SealedField) and field.compartment == Compartment.LISTING
    is_named = field.name in HIDDEN_NAMES or field.name.endswith(HIDDEN_ENDING)
    return is_key or is_listed or is_named
