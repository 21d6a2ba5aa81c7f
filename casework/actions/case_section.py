"""The sections of an intake after the case was opened: read, completed, corrected."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.staff import Staff
from audit.events import Event
from audit.ledger import record
from audit.refusals import refuse
from casework.actions.sections import SECTIONS
from casework.errors import CaseIsClosed, ChangedMeanwhile
from casework.models import Case


@dataclass(frozen=True)
class SavedSection:
    """What is saved, and which state of it."""

    answers: Mapping[str, Any]
    version: str


def read_section(case: Case, name: str) -> SavedSection:
    """A section as it stands."""
    section = SECTIONS[name]
    return SavedSection(answers=section.read(case), version=section.version(case))


@transaction.atomic
def change_section(
    case: Case, name: str, answers: Mapping[str, Any], *, version: str, by: Staff
) -> None:
    """Write a section's answers; ``version`` is the state they were written over.

    Raises CaseIsClosed, ChangedMeanwhile when somebody saved since, or RiskLoweredByStranger.
    """
    held = _held(case, by=by)
    section = SECTIONS[name]
    if section.version(held) != version:
        raise ChangedMeanwhile
    section.change(held, answers, by=by)
    if name in held.sections_to_complete:
        held.sections_to_complete = [each for each in held.sections_to_complete if each != name]
        held.save(update_fields=["sections_to_complete"])
    record(
        Event.DEED,
        partner_id=held.partner_id,
        subject_id=held.id,
        target=held,
        deed="change_section",
        details={"section": name},
    )


def _held(case: Case, *, by: Staff) -> Case:
    """The case and its survivor as they are now, locked until the deed is done."""
    if case.partner_id != by.partner_id:
        refuse(partner_id=case.partner_id, subject_id=case.id, reason="not_her_partner")
    locked = Case.objects.select_for_update(of=("self", "survivor"))
    held = locked.select_related("survivor").get(pk=case.pk)
    if held.is_closed:
        raise CaseIsClosed
    return held
