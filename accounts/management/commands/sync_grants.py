"""Writes the table of rights into guardian's rows and says what changed."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.actions.grants import synchronise_grants
from audit.background import background
from vault.wall import EVERYONE


class Command(BaseCommand):
    help = "Make guardian's rows say exactly what accounts.permissions.GRANTS says."

    def handle(self, *_args: Any, **_options: Any) -> None:
        with background("sync_grants", partners=EVERYONE):
            changes = synchronise_grants()
        self.stdout.write(f"rights added: {changes.added}, removed: {changes.removed}")
