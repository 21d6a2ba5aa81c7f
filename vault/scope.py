"""What a request or task may open."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from vault.compartments import Compartment


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be opened: the compartments of each partner, for a purpose that has a name."""

    purpose: str
    compartments: Mapping[UUID, frozenset[Compartment]]

    def holds(self, partner_id: UUID, compartment: str) -> bool:
        """Whether this compartment of this partner may be opened."""
        return compartment in self.compartments.get(partner_id, ())
