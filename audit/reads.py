"""What was unsealed, from the vault to the trail."""

from django.db import transaction

from audit.ledger import record_unsealed
from vault.errors import KeyNotOpen
from vault.keychain import Unsealed, keychain


def record_reads() -> None:
    """Write what was unsealed since the last time: in the transaction that is open, or its own."""
    if reads := _taken():
        with transaction.atomic(savepoint=False):
            record_unsealed(reads)


def forget_reads() -> None:
    """Drop what was unsealed for an answer that never left."""
    _taken()


def _taken() -> list[Unsealed]:
    try:
        return keychain().take_unsealed()
    except KeyNotOpen:
        return []
