"""Measures in an environment made for it: `python -m config.bench` (or dev.py bench) makes one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from config.bench.measuring import Size, measure
from config.bench.postgres import NAME
from config.bench.report import as_lines, as_table


class Command(BaseCommand):
    help = "Fill the bench's own database and print what was measured."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cases", type=int, default=100_000)
        parser.add_argument("--rounds", type=int, default=60)
        parser.add_argument("--processes", type=int, default=2)
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        if connection.settings_dict["NAME"] != NAME:
            raise CommandError("This fills a database of its own: run python3 dev.py bench.")
        size = Size(options["cases"], options["rounds"], options["processes"])
        findings = []
        for found in measure(size):
            findings.append(found)
            if options["json"]:
                self.stdout.write("".join(as_lines([found])))
            else:
                self.stderr.write(f"  {found.name}")
        if not options["json"]:
            self.stdout.write("\n".join(as_table(findings)))
