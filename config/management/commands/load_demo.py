"""Loads the fictitious network, once, on a site that was started as a demo."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.demo.loading import is_loaded, load


class Command(BaseCommand):
    help = "Load the demo network: invented partners, staff and cases. Needs AMPARO_DEMO=1."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "This is not a demo: invented people do not belong beside real ones. "
                "Set AMPARO_DEMO=1 on a site that holds no real data."
            )
        if is_loaded():
            self.stdout.write("The demo network is here already; nothing was changed.")
            return
        self.stdout.write(f"demo cases loaded: {load()}")
