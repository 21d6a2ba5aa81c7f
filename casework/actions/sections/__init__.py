"""What each section of an intake becomes in the tables, and how it is read back and changed.

Every module offers the same words: ``new_…`` makes the rows of a new case (not stored yet),
``read`` answers what the rows hold, ``version`` says which state that was, ``change`` writes
other answers. They are parts of deeds: whoever calls them has passed the door, holds the case,
and records what was meant.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from accounts.staff import Staff
from casework.actions.sections import consent, incidents, needs, risk, safe_contact, survivor
from casework.models import Case
from casework.models.intake import SectionName


class Section(Protocol):
    """The words of a section's module."""

    def read(self, case: Case) -> Any:
        """What the rows hold, as the section's form answers."""

    def version(self, case: Case) -> str:
        """Which state that is."""

    def change(self, case: Case, answers: Any, *, by: Staff) -> None:
        """Writes other answers."""


SECTIONS: Mapping[str, Section] = {
    SectionName.CONSENT: consent,
    SectionName.SAFE_CONTACT: safe_contact,
    SectionName.SURVIVOR: survivor,
    SectionName.INCIDENTS: incidents,
    SectionName.RISK: risk,
    SectionName.NEEDS: needs,
}
