"""Lets a partner join the network: its row, its keys, its groups and their rights."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.actions import create_partner
from audit.background import background
from audit.context import current_actor
from vault.wall import EVERYONE


class Command(BaseCommand):
    help = "Let a partner join the network. Invite its administrator next, with invite_staff."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="short name, lower case; never changes")
        parser.add_argument("--name", required=True)
        parser.add_argument("--department", required=True, help="code of INE, such as 02")
        parser.add_argument("--municipality", required=True, help="code of INE, such as 020101")
        for line in ("address", "city", "telephone"):
            parser.add_argument(f"--{line}", default="", help="stands on letters")

    def handle(self, *_args: Any, code: str, **options: Any) -> None:
        lines = ("name", "department", "municipality", "address", "city", "telephone")
        with background("create_partner", partners=EVERYONE):
            try:
                create_partner(code, **{line: options[line] for line in lines}, by=current_actor())
            except ValidationError as error:
                raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"{code}: created, with its keys.")
