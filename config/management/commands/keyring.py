"""The care of the root keys. Shows no key; secrets are asked for, never given as arguments."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from audit.background import background
from audit.events import Event, Outcome
from audit.ledger import record
from vault import custody
from vault.errors import ShareRefused, VaultError
from vault.slots.shares import Share, read_share, refuse_foreign
from vault.wall import EVERYONE


class Command(BaseCommand):
    help = "Show and change the slots of the root key, make shares, join them, and rehearse it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True)
        deeds.add_parser("show", help="root keys and their slots; no key")
        added = deeds.add_parser("add-slot", help="another way to the active root key")
        added.add_argument("kind", choices=["file", "passphrase", "credential"])
        added.add_argument("--name", default="amparo-root", help="of the credential")
        added.add_argument("--write", type=Path, help="new file for the credential's secret")
        removed = deeds.add_parser("remove-slot", help="one way less")
        removed.add_argument("kind")
        shares = deeds.add_parser("shares", help="print shares of the active root key")
        shares.add_argument("--k", type=int, default=3, help="how many are needed")
        shares.add_argument("--of", type=int, default=5, help="how many there are")
        joined = deeds.add_parser("join", help="bring a lost root key back from its shares")
        joined.add_argument("--commitments", type=Path, help="the file that was kept with them")
        deeds.add_parser("drill", help="rehearse every way to the root key")
        forgotten = deeds.add_parser("forget", help="drop an old root key that nothing needs")
        forgotten.add_argument("id", type=UUID)

    def handle(self, *_args: Any, deed: str, **options: Any) -> None:
        act = getattr(self, f"_{deed.replace('-', '_')}")
        try:
            with background("keyring", partners=EVERYONE):
                act(options)
        except (VaultError, FileExistsError) as error:
            raise CommandError(str(error)) from error

    def _show(self, _options: dict[str, Any]) -> None:
        for line in custody.described():
            self.stdout.write(line)

    def _add_slot(self, options: dict[str, Any]) -> None:
        kind: str = options["kind"]
        if kind == "credential" and options["write"] is None:
            raise CommandError("Say with --write where the credential's secret shall be written.")
        passphrase = self._new_passphrase() if kind == "passphrase" else ""
        with transaction.atomic():
            record(Event.DEED, deed="add_key_slot", details={"kind": kind})
            if kind == "file":
                custody.add_file()
            elif kind == "passphrase":
                custody.add_passphrase(passphrase)
            else:
                custody.add_credential(options["name"], options["write"])
        self.stdout.write(f"added: {kind}")
        if kind == "credential":
            self.stdout.write(
                f"Now: systemd-creds encrypt --name={options['name']} {options['write']} "
                f"/etc/credstore.encrypted/{options['name']} && shred -u {options['write']}"
            )

    def _remove_slot(self, options: dict[str, Any]) -> None:
        with transaction.atomic():
            record(Event.DEED, deed="remove_key_slot", details={"kind": options["kind"]})
            custody.remove_slot(options["kind"])
        self.stdout.write(f"removed: {options['kind']}")

    def _shares(self, options: dict[str, Any]) -> None:
        with transaction.atomic():
            details = {"k": options["k"], "n": options["of"]}
            record(Event.DEED, deed="make_key_shares", details=details)
            shares = custody.new_shares(options["k"], options["of"])
        for share in shares:
            self.stdout.write(f"\nShare {share.number} of {len(shares)}, {share.k} are needed:")
            self.stdout.write(_in_lines(share.text()))
        self.stdout.write("\nCommitments (no secret: keep them with every share):")
        for number, commitment in custody.commitments(shares).items():
            self.stdout.write(f"{number} {commitment}")

    def _join(self, options: dict[str, Any]) -> None:
        given = _read_commitments(options["commitments"]) if options["commitments"] else None
        shares = self._asked_shares(given)
        with transaction.atomic():
            record(Event.DEED, deed="join_key_shares", details={"shares": len(shares)})
            root_id = custody.recover(shares)
        self.stdout.write(f"The root key {root_id} is in the key file again.")

    def _drill(self, _options: dict[str, Any]) -> None:
        asks = custody.has_slot("passphrase")
        passphrase = self._ask("Passphrase (empty to leave it out): ") if asks else ""
        shares = self._asked_shares(None) if custody.has_slot("shares") else []
        trials = custody.rehearse(passphrase, shares)
        has_failed = any(trial.failed for trial in trials)
        for trial in trials:
            word = {True: "FAILED", False: "passed", None: "not tried"}[trial.failed]
            self.stdout.write(f"{word}: {trial.what}" + (f" ({trial.why})" if trial.why else ""))
        record(
            Event.DEED,
            deed="rehearse_recovery",
            outcome=Outcome.FAILED if has_failed else Outcome.DONE,
            details={
                "passed": sum(trial.failed is False for trial in trials),
                "failed": sum(trial.failed is True for trial in trials),
                "not_tried": sum(trial.failed is None for trial in trials),
            },
        )
        if has_failed:
            raise CommandError("Something failed: see above, and do not wait.")

    def _forget(self, options: dict[str, Any]) -> None:
        with transaction.atomic():
            record(Event.DEED, deed="forget_root_key", details={"key": str(options["id"])})
            custody.forget(options["id"])
        self.stdout.write(f"forgotten: {options['id']}")

    # --- asking -------------------------------------------------------------------------------

    def _asked_shares(self, given: dict[str, str] | None) -> list[Share]:
        """Shares until there are enough, or an empty line; a bad one is named and asked again."""
        shares: list[Share] = []
        while not shares or len(shares) < shares[0].k:
            text = self._ask(f"Share ({len(shares)} so far; empty line to stop): ", shown=True)
            if not text:
                break
            try:
                share = read_share(text)
                refuse_foreign(share, shares)
                custody.check_share(share, given)
            except ShareRefused as refused:
                self.stderr.write(str(refused))
            else:
                shares.append(share)
        return shares

    def _new_passphrase(self) -> str:
        passphrase = self._ask("New passphrase: ")
        if self._ask("The same again: ") != passphrase:
            raise CommandError("The two are not the same.")
        return passphrase

    def _ask(self, prompt: str, *, shown: bool = False) -> str:
        """One line from whoever sits there, or from the file that stands for her."""
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\n")
        return input(prompt) if shown else getpass(prompt)


def _in_lines(text: str) -> str:
    """Five groups to a line: easier to type, and to find again."""
    groups = text.split()
    return "\n".join(" ".join(groups[at : at + 5]) for at in range(0, len(groups), 5))


def _read_commitments(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    pairs = (line.split() for line in lines if line.strip())
    return {number: commitment for number, commitment, *_rest in pairs}
