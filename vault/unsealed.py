"""What was read in the clear, counted per key for the trail."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Unsealed:
    """How many values of one compartment were opened, and of which columns ("table.column")."""

    partner_id: UUID
    owner_id: UUID
    compartment: str
    columns: frozenset[str]
    count: int


class Tally:
    """The openings under one key. ``note(label)`` is a list's own append: the cheapest count."""

    __slots__ = ("_labels", "compartment", "note", "owner_id", "partner_id")

    def __init__(self, partner_id: UUID, owner_id: UUID, compartment: str) -> None:
        self.partner_id = partner_id
        self.owner_id = owner_id
        self.compartment = compartment
        self._labels: list[str] = []
        self.note: Callable[[str], None] = self._labels.append

    def total(self) -> Unsealed | None:
        """What was opened so far; None when nothing was."""
        if not self._labels:
            return None
        columns = frozenset(self._labels)
        return Unsealed(
            self.partner_id, self.owner_id, self.compartment, columns, len(self._labels)
        )

    def forget(self) -> None:
        """Starts again from nothing."""
        self._labels.clear()
