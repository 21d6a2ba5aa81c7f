"""Registers the app with Django."""

from importlib import import_module

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit app."""

    name = "audit"
    verbose_name = "Bitácora"

    def ready(self) -> None:
        """Correct what django-auditlog registered; it stands before this app in the settings.

        Modules that need models can be imported only now.
        """
        import_module("audit.registration").register_all()
