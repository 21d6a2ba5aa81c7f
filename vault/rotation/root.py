"""Exchanges the root key: a new one in the keyring, and everything under the old one under it."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from vault.errors import KeyringUnusable
from vault.keyring import RootKey, made_root
from vault.models import KeyRotation, PartnerKey
from vault.partners import rewrapped
from vault.rewriting import rewrite
from vault.roots import changing_keyring, means
from vault.rotation.work import Accounting
from vault.slots.kinds import follow
from vault.system_rows import secrets_of_system
from vault.wrapping import new_key


def exchange_root(rotation: KeyRotation) -> RootKey:
    """The root key that the rotation leads to: in the keyring, and active."""
    with changing_keyring() as (ring, write):
        if rotation.becomes_id not in ring.keys:
            write(ring.with_active(_follower(ring.active, rotation.becomes_id)))
    with changing_keyring() as (ring, _write):
        return ring.keys[rotation.becomes_id]


def _follower(root: RootKey, key_id: UUID) -> RootKey:
    """A fresh root key in slots of the same kinds, but for those that only people can make."""
    key = new_key()
    slots = (follow(slot, key_id, key, means()) for slot in root.slots)
    made = made_root(key_id, key, filter(None, slots))
    if not made.slots:
        raise KeyringUnusable(
            "No slot of the active root key can be made anew without its secret: give this "
            "process the passphrase or the credential."
        )
    return made


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
