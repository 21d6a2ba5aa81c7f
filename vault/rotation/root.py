"""Exchanges the root key: a new one in the keyring, and everything under the old one under it."""

from typing import Any

from django.db import transaction
from django.db.models import Model

from vault.keyring import RootKey, new_root
from vault.models import KeyRotation, PartnerKey
from vault.partners import rewrapped
from vault.rewriting import rewrite
from vault.roots import changing_keyring
from vault.rotation.work import Accounting
from vault.system_rows import secrets_of_system


def exchange_root(rotation: KeyRotation) -> RootKey:
    """The root key that the rotation leads to: in the keyring, and active."""
    with changing_keyring() as (ring, write):
        if rotation.becomes_id not in ring.keys:
            write(ring.with_active(new_root(rotation.becomes_id)))
    with changing_keyring() as (ring, _write):
        return ring.keys[rotation.becomes_id]


def rewrap_under(root: RootKey, accounting: Accounting) -> int:
    """Puts all that stands under another root key under this one; how much that was.

    It is one transaction: there are two keys for each partner and a secret for each person.
    """
    with transaction.atomic():
        others = PartnerKey.objects.exclude(root_key_id=root.id).order_by("id")
        rows = [rewrapped(row, root) for row in others.select_for_update()]
        rewrite(PartnerKey, ("wrapped", "root_key_id"), rows)
        return len(rows) + sum(
            _renew(secrets.model, secrets.column, secrets.renewed(root), accounting)
            for secrets in secrets_of_system()
        )


def _renew(
    model: type[Model], column: str, rows: list[tuple[Any, Any]], accounting: Accounting
) -> int:
    with accounting(model, [row_id for row_id, _value in rows]):
        rewrite(model, [column], rows)
    return len(rows)
