"""Notices when new keys are lost to a rollback."""

from collections.abc import Callable

from django.db import transaction

from vault.open_keys import OpenKey


class Birth:
    """Forgets new keys when the transaction that inserted them is rolled back.

    Django drops a rolled-back savepoint's hooks without calling them; that drop is the signal.
    Without it a keychain would go on sealing with a key that is kept nowhere.
    """

    def __init__(self, keys: list[OpenKey], forget: Callable[[list[OpenKey]], None]) -> None:
        self._keys = keys
        self._forget = forget

    def __call__(self) -> None:
        """The insert is committed."""
        self._keys = []

    def __del__(self) -> None:
        self._forget(self._keys)


def watch(keys: list[OpenKey], forget: Callable[[list[OpenKey]], None]) -> None:
    """Calls ``forget`` with the keys if the present transaction does not commit."""
    transaction.on_commit(Birth(keys, forget))
