"""The system check that no erasure was undone by a restored backup."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as CheckWarning
from django.db import DatabaseError

from erasure.restored import unknown_lines


@register(Tags.database)
def no_erasure_is_unknown(
    *, app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None, **_others: Any
) -> list[CheckMessage]:
    """A warning when the list outside the database has lines that the database does not know."""
    if not databases:
        return []
    try:
        unknown = len(unknown_lines())
    except DatabaseError:  # before the first migration
        return []
    if not unknown:
        return []
    return [
        CheckWarning(
            f"The list of erasures has {unknown} that this database does not know of.",
            hint="It is older than they are: run manage.py reapply_erasures.",
            id="erasure.W001",
        )
    ]
