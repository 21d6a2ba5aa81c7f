"""What was unsealed, and what was found damaged, from the vault to the trail."""

from django.db import transaction

from audit.ledger import record_damaged, record_unsealed
from vault.errors import KeyNotOpen
from vault.keychain import Keychain, Unsealed, keychain


def record_reads() -> None:
    """Write what was unsealed since the last time: in the transaction that is open, or its own."""
    reads, damage = _taken()
    if reads or damage:
        with transaction.atomic(savepoint=False):
            record_unsealed(reads)
            record_damaged(damage)


def forget_reads() -> None:
    """Drop what was unsealed for an answer that never left."""
    _taken()


def record_damage_alone() -> None:
    """Write what was found damaged, and drop what was unsealed for an answer that never left."""
    _reads, damage = _taken()
    with transaction.atomic():
        record_damaged(damage)


def _taken() -> tuple[list[Unsealed], list[Unsealed]]:
    try:
        chain: Keychain = keychain()
    except KeyNotOpen:
        return [], []
    return chain.take_unsealed(), chain.take_damaged()
