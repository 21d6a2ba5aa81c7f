"""Notices when what was made beside a row, a key or a file, is lost to a rollback."""

from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import transaction

Made = TypeVar("Made")


class Birth(Generic[Made]):
    """Forgets what was made when the transaction that inserted its row is rolled back.

    Django drops a rolled-back savepoint's hooks without calling them; that drop is the signal.
    Without it a keychain would go on sealing with a key that is kept nowhere.
    """

    def __init__(self, made: list[Made], forget: Callable[[list[Made]], None]) -> None:
        self._made = made
        self._forget = forget

    def __call__(self) -> None:
        """The insert is committed."""
        self._made = []

    def __del__(self) -> None:
        self._forget(self._made)


def watch(made: list[Made], forget: Callable[[list[Made]], None]) -> None:
    """Calls ``forget`` with what was made if the present transaction does not commit."""
    transaction.on_commit(Birth(made, forget))
