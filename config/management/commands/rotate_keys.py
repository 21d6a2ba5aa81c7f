"""Exchanges keys while people work. Killed at any moment and run again, it goes on."""

from argparse import ArgumentParser
from collections.abc import Iterator
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.progress import draw
from config.rotation import UnknownPartner, rotate_all, rotate_partner, rotate_root
from vault.errors import VaultError
from vault.rotation import Step


class Command(BaseCommand):
    help = (
        "Exchange the root key (--root), a partner's keys down to each sealed value (--partner), "
        "or all of them (--all). People go on working. If it was stopped, run it again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--root", action="store_true")
        which.add_argument("--partner", metavar="CODE")
        which.add_argument("--all", action="store_true")
        parser.add_argument("--processes", type=int, default=1, help="on PostgreSQL only")

    def handle(self, *_args: Any, processes: int, **options: Any) -> None:
        if processes < 1:
            raise CommandError("Give at least one process.")
        try:
            self._follow(self._steps(options, processes))
        except UnknownPartner as error:
            raise CommandError(f"There is no partner of the code {error}.") from error
        except VaultError as error:
            raise CommandError(str(error)) from error

    def _steps(self, options: dict[str, Any], processes: int) -> Iterator[Step]:
        if options["root"]:
            return rotate_root(processes)
        if options["partner"]:
            return rotate_partner(options["partner"], processes)
        return rotate_all(processes)

    def _follow(self, steps: Iterator[Step]) -> None:
        """Draws while it goes, and tells at the end how much it was and how fast."""
        started, keys, values = perf_counter(), 0, 0
        for step in steps:
            keys, values = keys + step.new_keys, values + step.new_values
            seconds = perf_counter() - started
            draw(self.stdout, step.done, step.total, (keys + values) / seconds)
        seconds = perf_counter() - started
        self.stdout.write(
            f"keys wrapped anew: {keys:,}, values sealed anew: {values:,}, in {seconds:.1f} s "
            f"({(keys + values) / seconds:,.0f} a second)"
        )
