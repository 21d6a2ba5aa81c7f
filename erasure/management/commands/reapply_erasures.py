"""Erases again what a restored backup brought back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from erasure.actions.again import erase_again
from erasure.book import ForgedLine, lines
from erasure.restored import unknown_lines


class Command(BaseCommand):
    help = "Erases again whatever a restored backup brought back. Doing it twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--list", type=Path, help="the list, when it is not where it is kept")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path | None = options["list"]
        if path is not None and not path.exists():
            raise CommandError(f"There is no list at {path}.")
        forged = [line for line in lines(path) if isinstance(line, ForgedLine)]
        for refusal in forged:
            self.stderr.write(f"{refusal} It was not applied.")
        unknown = unknown_lines(path)
        for line in unknown:
            if options["dry_run"]:
                self.stdout.write(f"{line.id}: would be erased again ({line.extent}).")
            else:
                done = erase_again(line)
                self.stdout.write(
                    f"{line.id}: erased again ({line.extent}): "
                    f"{done.cases} cases, {done.keys} keys."
                )
        if not unknown:
            self.stdout.write("Nothing to do: the database knows of every erasure on the list.")
        if forged:
            raise CommandError(f"{len(forged)} lines of the list were refused.")
