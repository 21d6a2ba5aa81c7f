"""Loads many invented cases through the same keys, seals and trail as real use."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.progress import draw
from config.volume.loading import Progress, Volume, load


class Command(BaseCommand):
    help = (
        "Load invented partners, staff and cases until there are as many as asked for. "
        "For measuring: never on a site that holds real data."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--partners", type=int, default=11)
        parser.add_argument("--staff", type=int, default=50)
        parser.add_argument("--cases", type=int, default=100_000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--processes", type=int, default=1, help="on PostgreSQL only")

    def handle(self, *_args: Any, **options: Any) -> None:
        names = ("partners", "staff", "cases", "processes")
        if any(options[name] < 1 for name in names) or options["staff"] < options["partners"]:
            raise CommandError("Give at least one of each, and one person a partner.")
        volume = Volume(*(options[name] for name in ("partners", "staff", "cases", "seed")))
        progress = Progress(0, 0.0)
        for progress in load(volume, processes=options["processes"]):
            draw(self.stdout, progress.added, volume.cases, progress.rate)
        self.stdout.write(
            f"cases added: {progress.added} in {progress.seconds:.0f} s, "
            f"{progress.rate:.0f} a second with {options['processes']} process(es)"
        )
