"""What was read in the clear, summed per owner and compartment for the trail."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Unsealed:
    """How many values of one compartment were opened, and of which columns ("table.column")."""

    partner_id: UUID
    owner_id: UUID
    compartment: str
    columns: frozenset[str]
    count: int


def summed(items: Iterable[Unsealed]) -> list[Unsealed]:
    """The same with one item per owner and compartment."""
    sums: dict[tuple[UUID, UUID, str], Unsealed] = {}
    for item in items:
        whose = (item.partner_id, item.owner_id, item.compartment)
        if before := sums.get(whose):
            columns = before.columns | item.columns
            sums[whose] = Unsealed(*whose, columns, before.count + item.count)
        else:
            sums[whose] = item
    return list(sums.values())
