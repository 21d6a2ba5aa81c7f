"""Registers the app with Django."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """The oversight app."""

    name = "oversight"
    verbose_name = "Supervisión"
