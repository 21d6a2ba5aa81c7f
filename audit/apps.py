"""Registers the app with Django."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class AuditConfig(AppConfig):
    """The audit app."""

    name = "audit"
    verbose_name = "Bitácora"

    def ready(self) -> None:
        """Correct what django-auditlog registered, and listen to what Django alone can tell.

        django-auditlog stands before this app in the settings. The modules named here need
        models, so they can be imported only now.
        """
        import_module("audit.registration").register_all()
        import_module("audit.checks")
        pre_migrate.connect(_lift_tripwires, sender=self, dispatch_uid="audit.tripwires")
        post_migrate.connect(_set_triggers, sender=self, dispatch_uid="audit.triggers")


def _lift_tripwires(*, using: str, plan: list[Any], **_others: Any) -> None:
    """Only when there is something to migrate."""
    if plan:
        import_module("audit.triggers").lift_tripwires(using)


def _set_triggers(*, using: str, **_others: Any) -> None:
    """A migration may have rebuilt a table without them."""
    triggers = import_module("audit.triggers")
    triggers.install(using)
    if gaps := triggers.missing(using):
        raise RuntimeError(f"The triggers of the trail could not be set on: {', '.join(gaps)}.")
