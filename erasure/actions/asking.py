"""An erasure asked for, taken back, approved by another person, or declined."""

from django.db import transaction
from django.utils import timezone

from accounts.access import require
from accounts.permissions import Permission
from accounts.staff import Staff
from audit.events import Event
from audit.ledger import record
from audit.refusals import refuse
from casework.actions.course import require_same_partner
from casework.models import Case
from erasure.actions.carrying_out import carry_out
from erasure.actions.holding import is_held
from erasure.actions.whole import lock_cases, lock_cases_around
from erasure.errors import AskedAlready, DecidedAlready, HeldByLaw, OwnRequest
from erasure.extents import Extent, Wish
from erasure.models import Erasure
from erasure.models.erasure import ErasureState


@transaction.atomic
def ask_erasure(case: Case, *, extent: str, wish: str, words: str, by: Staff) -> Erasure:
    """Ask for it; nothing goes until another person approves.

    ``extent`` is a code of ``Extent``, ``wish`` one of ``Wish``. Raises HeldByLaw or AskedAlready.
    """
    require_same_partner(case, by=by)
    require(by, Permission.ASK_ERASURE)
    cases = lock_cases_around(case)
    if is_held(_touched(case, cases, extent)):
        raise HeldByLaw
    if Erasure.objects.ahead().filter(case=case, extent=extent).exists():
        raise AskedAlready
    asked: Erasure = Erasure.objects.create(
        partner_id=case.partner_id,
        case=case,
        case_code=case.code,
        extent=Extent(extent),
        wish=Wish(wish),
        words=words,
        asked_by=by.user,
        asked_at=timezone.now(),
    )
    _record("ask_erasure", asked, case, wish=str(wish))
    return asked


@transaction.atomic
def take_back_erasure(asked: Erasure, *, by: Staff) -> None:
    """Whoever asked for it gives it up. Raises DecidedAlready."""
    held, case, _cases = _hold(asked, by=by)
    if held.asked_by_id != by.user.id:
        refuse(partner_id=held.partner_id, subject_id=case.id, reason="not_her_request")
    _end(held, ErasureState.CANCELLED)
    _record("take_back_erasure", held, case)


@transaction.atomic
def approve_erasure(asked: Erasure, *, by: Staff) -> None:
    """The second person: it is done at once, for good.

    Raises OwnRequest for whoever asked, DecidedAlready, or HeldByLaw.
    """
    require(by, Permission.APPROVE_ERASURE)
    held, case, cases = _hold(asked, by=by)
    if held.asked_by_id == by.user.id:
        raise OwnRequest
    if is_held(_touched(case, cases, held.extent)):
        raise HeldByLaw
    held.decided_by = by.user
    _end(held, ErasureState.DONE)
    _record("approve_erasure", held, case, **carry_out(held, case, cases))


@transaction.atomic
def decline_erasure(asked: Erasure, *, words: str, by: Staff) -> None:
    """The second person says no, and why. Raises OwnRequest or DecidedAlready."""
    require(by, Permission.APPROVE_ERASURE)
    held, case, _cases = _hold(asked, by=by)
    if held.asked_by_id == by.user.id:
        raise OwnRequest
    held.decided_by, held.decision = by.user, words
    _end(held, ErasureState.DECLINED)
    _record("decline_erasure", held, case)


def _hold(asked: Erasure, *, by: Staff) -> tuple[Erasure, Case, list[Case]]:
    """The request as it stands now, its case, and all cases of the survivor, locked in this order.

    Whoever decides at the same moment waits at the cases, and then finds it decided.
    """
    if asked.partner_id != by.partner_id:
        refuse(partner_id=asked.partner_id, reason="not_her_partner")
    cases = lock_cases(asked.case.survivor_id) if asked.case else []
    held = Erasure.objects.select_for_update().get(pk=asked.pk)
    case = next((each for each in cases if each.id == held.case_id), None)
    if held.state != ErasureState.WAITING or case is None:
        raise DecidedAlready
    return held, case, cases


def _touched(case: Case, cases: list[Case], extent: str) -> list[Case]:
    """The cases that an erasure of this extent takes something from."""
    return cases if extent == Extent.EVERYTHING else [case]


def _end(held: Erasure, state: ErasureState) -> None:
    held.state, held.decided_at = state, timezone.now()
    held.save()


def _record(deed: str, asked: Erasure, case: Case, **details: str | int) -> None:
    """Who asked stands in the entry of the second person, too: the request's own words go."""
    record(
        Event.DEED,
        partner_id=asked.partner_id,
        subject_id=case.id,
        target=asked,
        deed=deed,
        details={
            "case": case.code,
            "extent": asked.extent,
            "asked_by": str(asked.asked_by_id or ""),
            **details,
        },
    )
