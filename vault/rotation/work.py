"""What the parts of a rotation have in common: batches of rows, and how they are worked off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from contextlib import AbstractContextManager
    from uuid import UUID

    from django.db.models import Model

A_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one table of one partner, by their ids."""

    partner_id: UUID
    label: str
    ids: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a batch: keys wrapped anew, values sealed anew, rows too damaged for it."""

    keys: int = 0
    values: int = 0
    damaged: frozenset[UUID] = frozenset()


class Accounting(Protocol):
    """Tells the trail that one entry will account for what is written to these rows meanwhile."""

    def __call__(self, model: type[Model], ids: Collection[Any]) -> AbstractContextManager[None]:
        """A block to write them in."""


class Workers(Protocol):
    """Works batches off, in this process or several: as the built-in ``map``, in any order."""

    def __call__(
        self, work: Callable[[Batch], Done], batches: Iterable[Batch], /
    ) -> Iterator[Done]:
        """What became of each."""


def batched(partner_id: UUID, label: str, ids: Iterable[Any], size: int) -> Iterator[Batch]:
    """The ids in batches of a size."""
    gathered: list[Any] = []
    for one in ids:
        gathered.append(one)
        if len(gathered) == size:
            yield Batch(partner_id, label, tuple(gathered))
            gathered = []
    if gathered:
        yield Batch(partner_id, label, tuple(gathered))
