"""Registers the app with Django."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """The vault app."""

    name = "vault"
    verbose_name = "Bóveda"
