"""Erasing again what a restored backup brought back."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import Partner
from audit.background import background
from audit.events import Event
from audit.ledger import record
from casework.models import Case, Survivor
from erasure.actions.parts import erase_part
from erasure.actions.whole import erase_survivor, lock_cases
from erasure.book import Line
from erasure.extents import Extent, Wish
from erasure.models import Erasure
from erasure.models.erasure import ErasureState
from vault.compartments import Compartment
from vault.destroying import destroy_keys_by_id
from vault.keychain import Scope

NAME = "reapply_erasures"


@dataclass(frozen=True, slots=True)
class Redone:
    """What one line of the list still found."""

    id: UUID
    case_code: str
    cases: int
    keys: int


def erase_again(line: Line) -> Redone:
    """Do what the line says to what is there of it, with one entry on the trail.

    Once done, the database knows of it, and it is not done twice.
    """
    hers = frozenset({line.partner_id})
    with background(NAME, _scope(line), partners=hers), transaction.atomic():
        cases = lock_cases(line.survivor_id)
        case = next((each for each in cases if each.id == line.case_id), None)
        code = case.code if case else ""
        keys = len(_erase(line, case, cases)) + len(destroy_keys_by_id(line.key_ids))
        redone = Redone(line.id, code, len(cases), keys)
        known = _known(line, code)
        if known is not None:
            _record(known, line, redone)
        return redone


def _scope(line: Line) -> Scope | None:
    """What a part of a case is taken out with; to destroy everything takes no key."""
    if line.extent == Extent.EVERYTHING:
        return None
    hers = frozenset({line.partner_id})
    return Scope(NAME, {line.partner_id: frozenset({Compartment.CASE})}, restricted=hers)


def _erase(line: Line, case: Case | None, cases: list[Case]) -> list[UUID]:
    if line.extent != Extent.EVERYTHING:
        return erase_part(case, Extent(line.extent)) if case else []
    survivor = Survivor.objects.without_sealed().filter(id=line.survivor_id).first()
    return erase_survivor(survivor, cases) if survivor else []


def _known(line: Line, case_code: str) -> Erasure | None:
    """The erasure's row, which an older database has as it was then or not at all.

    None when the partner itself is younger than the database.
    """
    if not Partner.objects.filter(pk=line.partner_id).exists():
        return None
    row = Erasure.objects.filter(id=line.id).first() or Erasure(
        id=line.id,
        partner_id=line.partner_id,
        case_code=case_code,
        extent=Extent(line.extent),
        wish=Wish.HERS,
        asked_at=timezone.now(),
    )
    row.state, row.decided_at = ErasureState.AGAIN, timezone.now()
    row.save()
    return row


def _record(known: Erasure, line: Line, redone: Redone) -> None:
    record(
        Event.DEED,
        partner_id=line.partner_id,
        subject_id=line.case_id,
        target=known,
        deed="reapply_erasures",
        details={
            "case": redone.case_code,
            "extent": line.extent,
            "cases": redone.cases,
            "keys": redone.keys,
        },
    )
