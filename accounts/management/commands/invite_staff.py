"""Invites somebody from the machine: a partner's first administrator, people of the network."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts.access import partner_of_code
from accounts.actions import invite_staff
from accounts.errors import StaffError
from accounts.permissions import Role
from audit.background import background
from audit.context import current_actor
from vault.wall import EVERYONE


class Command(BaseCommand):
    help = "Invite somebody by mail: a first administrator, or people of the network."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--partner", help="its code; none for people of the network")

    def handle(self, *_args: Any, email: str, name: str, role: str, **options: Any) -> None:
        partner = partner_of_code(options["partner"]) if options["partner"] else None
        if options["partner"] and partner is None:
            raise CommandError("There is no partner of this code.")
        with background("invite_staff", partners=EVERYONE):
            try:
                validate_email(email)
                invite_staff(
                    partner, email=email, full_name=name, role=Role(role), by=current_actor()
                )
            except (StaffError, ValidationError) as error:
                raise CommandError(str(error)) from error
        self.stdout.write(f"{email}: invited.")
