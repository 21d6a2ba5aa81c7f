"""Registers the app with Django."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class VaultConfig(AppConfig):
    """The vault app."""

    name = "vault"
    verbose_name = "Bóveda"

    def ready(self) -> None:
        """Listen to what Django alone can tell: that tables may have changed."""
        post_migrate.connect(_raise_wall, sender=self, dispatch_uid="vault.wall")


def _raise_wall(*, using: str, **_others: Any) -> None:
    """A new table has no policy yet."""
    policies = import_module("vault.policies")
    policies.install(using)
    if gaps := policies.missing(using):
        raise RuntimeError(f"The second wall could not be raised on: {', '.join(gaps)}.")
