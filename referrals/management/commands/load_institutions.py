"""Begins the directory's institutions from the catalogue, and adds those that are new in it."""

from typing import Any

from django.core.management.base import BaseCommand

from audit.background import background
from referrals.actions.catalogue import load_institutions


class Command(BaseCommand):
    help = "Add the catalogue's institutions to the directory; none that is there is changed."

    def handle(self, *_args: Any, **_options: Any) -> None:
        with background("load_institutions"):
            added = load_institutions()
        self.stdout.write(f"institutions added: {added}")
