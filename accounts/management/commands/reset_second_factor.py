"""Removes the second step of somebody who lost her phone, when no administrator can."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.access import members_of_address
from accounts.actions import reset_second_factor
from accounts.errors import StaffError
from audit.background import background
from audit.context import current_actor
from vault.wall import EVERYONE


class Command(BaseCommand):
    help = "Remove somebody's second step and end her sessions. Be sure it is she who asks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *_args: Any, email: str, **_options: Any) -> None:
        member = members_of_address(email).first()
        if member is None:
            raise CommandError("Nobody works here under this address.")
        with background("reset_second_factor", partners=EVERYONE):
            try:
                reset_second_factor(member, by=current_actor())
            except StaffError as error:
                raise CommandError(str(error)) from error
        self.stdout.write(f"{email}: may set up another app.")
