"""The second wall: whose rows PostgreSQL shows to the work that is being done, and to no other.

Under what the code asks for stands a policy on every table that carries a partner (see
`vault.policies`). Each transaction says whose rows it may touch, and nothing of that outlives it,
so that a pooled connection carries nothing over. A forgotten filter then finds no foreign row.
SQLite has no such wall: there a foreign row is found, and its values stay sealed.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.pq import TransactionStatus

ROLE: Final = "amparo_site"  # owns nothing: no policy and no trigger bends for it
SETTING: Final = "app.partners"
LIFTED: Final = f"RESET ROLE; SELECT set_config('{SETTING}', '', true)"


class Everyone:
    """All partners there are: for work that goes round them, such as a clock or a count."""

    def __repr__(self) -> str:
        return "EVERYONE"


EVERYONE: Final = Everyone()
Partners = Everyone | frozenset[UUID]

_shown: ContextVar[Partners | None] = ContextVar("vault_wall", default=None)


def is_up() -> bool:
    """Whether the work being done stands behind the wall at all; an owner's set-up does not."""
    return _shown.get() is not None


@contextmanager
def behind(partners: Iterable[UUID] | Everyone | None) -> Iterator[None]:
    """Only rows of these partners exist until the block ends, whatever transactions it opens.

    An inner block replaces the outer one. None stands before the wall: for setting up by the
    owner of the tables; to anybody else no row exists there.
    """
    token = _shown.set(_partners(partners))
    _tell(connection)
    try:
        yield
    finally:
        _shown.reset(token)
        _tell(connection)


@contextmanager
def looking_round() -> Iterator[None]:
    """Rows of all partners until the block ends, for whoever stands behind the wall now."""
    with behind(EVERYONE if is_up() else None):
        yield


def show_also(partner_id: UUID) -> None:
    """One more partner's rows until the block ends: one just made, or one that shares a case."""
    shown = _shown.get()
    if isinstance(shown, frozenset):
        _shown.set(shown | {partner_id})
    _tell(connection)


def stamp(beginning: BaseDatabaseWrapper) -> None:
    """Say on a connection whose transaction has just begun whose rows it may touch."""
    shown = _shown.get()
    if shown is not None:
        _execute(beginning, _statement(shown))


def _partners(given: Iterable[UUID] | Everyone | None) -> Partners | None:
    return given if given is None or isinstance(given, Everyone) else frozenset(given)


def _tell(using: BaseDatabaseWrapper) -> None:
    """Say so to a transaction that is open already, and can still be spoken to."""
    if using.vendor != "postgresql" or not using.in_atomic_block:
        return
    if using.connection.info.transaction_status == TransactionStatus.INERROR:
        return
    shown = _shown.get()
    _execute(using, LIFTED if shown is None else _statement(shown))


def _statement(shown: Partners) -> str:
    """The role and the partners, for this transaction only. Every word of it is ours."""
    if isinstance(shown, Everyone):
        table = apps.get_model(settings.PARTNER_MODEL)._meta.db_table
        whose = f'(SELECT array_agg(id)::text FROM "{table}")'  # noqa: S608  # our own table
    else:
        whose = "'{" + ",".join(sorted(map(str, shown))) + "}'"
    return f"SET LOCAL ROLE {ROLE}; SELECT set_config('{SETTING}', {whose}, true)"


def _execute(using: BaseDatabaseWrapper, statement: str) -> None:
    """Past Django's cursor: it is no query of anybody's, and is said before the first."""
    using.ensure_connection()
    using.connection.execute(statement)
