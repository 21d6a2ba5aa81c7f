"""Registers the app with Django."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """The casework app."""

    name = "casework"
    verbose_name = "Casos"
