"""Deeds nobody is watching: tasks and commands act as the system, under a name."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import Task
from django.core.exceptions import PermissionDenied
from django.db import transaction

from audit.context import Actor, acting
from audit.events import Event
from audit.ledger import record
from audit.reads import record_reads
from audit.refusals import Refused, record_refusal
from vault import wall
from vault.keychain import Scope, open_keys
from vault.wall import Partners

SYSTEM_ROLE = "system"


@contextmanager
def background(
    name: str, scope: Scope | None = None, *, partners: Partners | None = frozenset()
) -> Iterator[None]:
    """Act as the system under this name, with these keys open, until the block ends.

    It finds rows of these partners and of those in the scope (see `vault.wall.behind`).

    Opening the keys is recorded first; what was unsealed is recorded at the end, also when
    the deed failed. A deed that must not outlive its readings calls `record_reads()` in its
    own transaction.
    """
    if scope is not None and isinstance(partners, frozenset):
        partners |= frozenset(scope.compartments)
    with acting(Actor(id=None, name=name, role=SYSTEM_ROLE), deed=name), wall.behind(partners):
        try:
            if scope is None:
                yield
            else:
                with _recorded_keys(scope):
                    yield
        except (Refused, PermissionDenied) as refusal:
            record_refusal(refusal)
            raise


@contextmanager
def _recorded_keys(scope: Scope) -> Iterator[None]:
    with transaction.atomic():
        for partner_id, kinds in scope.compartments.items():
            record(
                Event.KEYS_OPENED,
                partner_id=partner_id,
                reason=scope.purpose,
                details={"compartments": sorted(str(kind) for kind in kinds)},
            )
    with open_keys(scope):
        try:
            yield
        finally:
            record_reads()


class RecordedTask(Task):  # type: ignore[type-arg]  # generic for the checker only
    """Every Celery task acts under its own name, whether or not it remembers to say so."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run it."""
        with background(self.name):
            return super().__call__(*args, **kwargs)
