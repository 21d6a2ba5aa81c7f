"""What the vault holds and what still needs each root key. Shows no key."""

import json
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count

from vault import wall
from vault.models import CompartmentKey, KeyRotation, PartnerKey
from vault.roots import keyring
from vault.system_rows import secrets_under_roots


class Command(BaseCommand):
    """Prints counts of keys; ``--json`` prints them as one JSON object."""

    help = "Lists root keys, partners and key counts, and what still needs each root key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        with wall.behind(wall.EVERYONE):
            status = vault_status()
        if options["json"]:
            self.stdout.write(json.dumps(status))
            return
        for line in described(status):
            self.stdout.write(line)


def vault_status() -> dict[str, Any]:
    """Counts and ids only. Raises KeyringUnusable when the root keyring cannot be read."""
    ring = keyring()
    needs = Counter(PartnerKey.objects.values_list("root_key_id", flat=True))
    secrets = secrets_under_roots()
    roots = [
        {
            "id": str(root.id),
            "made_at": root.made_at,
            "is_active": root.id == ring.active_id,
            "slots": root.kinds,
            "partner_keys": needs.pop(root.id, 0),
            "secrets": secrets.pop(root.id, 0),
        }
        for root in ring.keys.values()
    ]
    return {
        "root_keys": roots,
        "missing_root_keys": {str(key_id): count for key_id, count in (needs + secrets).items()},
        "rotations_begun": KeyRotation.objects.count(),
        "partners": PartnerKey.objects.values("partner_id").distinct().count(),
        "partner_keys": _counted(PartnerKey, "purpose"),
        "compartment_keys": _counted(CompartmentKey, "compartment"),
    }


def described(status: dict[str, Any]) -> list[str]:
    """The status in lines for a person."""
    lines = [
        f"root key {root['id']}{' (active)' if root['is_active'] else ''}, made {root['made_at']}, "
        f"slots {', '.join(root['slots'])}: {root['partner_keys']} partner keys and "
        f"{root['secrets']} secrets of the system need it"
        for root in status["root_keys"]
    ]
    lines += [
        f"MISSING root key {key_id}: {count} partner keys or secrets cannot be opened"
        for key_id, count in status["missing_root_keys"].items()
    ]
    if status["rotations_begun"]:
        lines.append(f"rotations begun: {status['rotations_begun']}: run rotate_keys again")
    lines.append(f"partners with keys: {status['partners']}")
    for kind in ("partner_keys", "compartment_keys"):
        counts = ", ".join(f"{code} {count}" for code, count in status[kind].items()) or "none"
        lines.append(f"{kind.replace('_', ' ')}: {counts}")
    return lines


def _counted(model: type[PartnerKey | CompartmentKey], column: str) -> dict[str, int]:
    """How many rows there are of each code."""
    rows = model._default_manager.order_by(column).values_list(column)
    return dict(rows.annotate(count=Count("id")))
