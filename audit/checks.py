"""The system check that the triggers stand (run with `check --database default`)."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as CheckWarning

from audit.triggers import missing


@register(Tags.database)
def triggers_stand(
    *, app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None, **_others: Any
) -> list[CheckMessage]:
    """One warning for each audited table that is not watched."""
    return [
        CheckWarning(
            f"The table {table} lacks a trigger of the trail.",
            hint="Run manage.py migrate: it sets the triggers again.",
            id="audit.W001",
        )
        for using in databases or ()
        for table in missing(using)
    ]
