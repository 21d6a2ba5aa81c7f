"""Erasing a survivor: her keys, her rows, and what other tables know of her."""

from uuid import UUID

from django.utils import timezone

from audit.bulk import delete_all
from audit.refusals import refuse
from casework.models import Case, Survivor
from casework.shredding import shred
from erasure.models import Erasure
from erasure.models.erasure import AHEAD, ErasureState
from erasure.rows import owners_among, rows_of
from erasure.statistics import counted
from vault import wall
from vault.destroying import destroy_keys

WHY = "erase_survivor"


def lock_cases(survivor_id: UUID) -> list[Case]:
    """All cases of a survivor, locked until the deed is done: nobody works on them meanwhile."""
    cases = Case.objects.without_sealed().select_for_update(of=("self",))
    return list(cases.filter(survivor_id=survivor_id).select_related("survivor").order_by("id"))


def lock_cases_around(case: Case) -> list[Case]:
    """All cases of this one's survivor, locked; a case that was just erased is none any more."""
    cases = lock_cases(case.survivor_id)
    if case.id not in {each.id for each in cases}:
        refuse(partner_id=case.partner_id, subject_id=case.id, reason="unknown_code")
    return cases


def erase_survivor(survivor: Survivor, cases: list[Case]) -> list[UUID]:
    """Destroy all of her and keep what can be counted; the ids of the keys that went.

    Inside a deed that holds her cases. Her erasures are cut loose and stay.
    """
    for row in [counted(case) for case in cases]:
        row.save(force_insert=True)
    _cut_loose(cases)
    with wall.looking_round():  # what points at her must go, whosever it is
        rows = rows_of(survivor)
        shred(rows)
        keys = destroy_keys(survivor.partner_id, owners_among(rows))
        delete_all(rows, why=WHY)
    return keys


def _cut_loose(cases: list[Case]) -> None:
    """What was asked about these cases leads to them no longer; what was ahead is over."""
    for asked in Erasure.objects.filter(case__in=cases):
        asked.case = None
        asked.words_sealed = asked.decision_sealed = None
        if asked.state in AHEAD:
            asked.state, asked.decided_at = ErasureState.CANCELLED, timezone.now()
        asked.save()
