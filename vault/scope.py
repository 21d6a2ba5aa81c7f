"""What a request or task may open."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from vault.compartments import Compartment


@dataclass(frozen=True, slots=True)
class Holder:
    """One person in one partner: whom keys may be granted to, one by one (`vault.grants`)."""

    person_id: UUID
    partner_id: UUID


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be opened: the compartments of each partner, for a purpose that has a name.

    Keys of restricted owners open for the partners in ``restricted`` only. What was granted to
    the ``holder`` opens besides, through its own wraps.
    """

    purpose: str
    compartments: Mapping[UUID, frozenset[Compartment]]
    restricted: frozenset[UUID] = frozenset()
    holder: Holder | None = None

    def holds(self, partner_id: UUID, compartment: str) -> bool:
        """Whether this compartment of this partner may be opened."""
        return compartment in self.compartments.get(partner_id, ())
