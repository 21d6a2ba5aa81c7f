"""Shows or writes the page that says what the intake asks, computes and leaves out."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from casework.catalogue.intake_fields import as_markdown


class Command(BaseCommand):
    help = "Prints docs/intake-fields.md as the decisions make it, or writes it with --write."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        page = as_markdown()
        if not options["write"]:
            self.stdout.write(page, ending="")
            return
        target = settings.BASE_DIR / "docs" / "intake-fields.md"
        target.write_text(page, encoding="utf-8")
        self.stdout.write(f"{target.relative_to(settings.BASE_DIR)} written.")
