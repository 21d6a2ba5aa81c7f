"""Legal holds: placed by whoever works on the case, ended by a supervisor."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.access import require
from accounts.permissions import Permission
from accounts.staff import Staff
from audit.events import Event
from audit.ledger import record
from casework.actions.course import require_same_partner
from casework.models import Case
from erasure.actions.whole import lock_cases_around
from erasure.errors import DecidedAlready
from erasure.models import Erasure, LegalHold
from erasure.models.erasure import ErasureState


def is_held(cases: list[Case]) -> bool:
    """Whether the law holds any of these cases today."""
    standing = LegalHold.objects.standing_on(timezone.localdate())
    return standing.filter(case__in=cases).exists()


@transaction.atomic
def place_hold(
    case: Case, *, reason: str, words: str, until_on: date | None = None, by: Staff
) -> LegalHold:
    """From now on nothing of the case is erased, and what was ahead is cancelled.

    ``reason`` is a code of ``HoldReason``. What was asked of the survivor as a whole, from another
    case of hers, is cancelled too: it would take this case along.
    """
    require_same_partner(case, by=by)
    require(by, Permission.ASK_ERASURE)
    cases = lock_cases_around(case)
    hold: LegalHold = LegalHold.objects.create(
        partner_id=case.partner_id,
        case=case,
        created_by=by.user,
        reason=reason,
        words=words,
        until_on=until_on,
    )
    cancelled = _cancel_ahead(case, cases)
    _record("place_hold", hold, reason=reason, cancelled=cancelled)
    return hold


@transaction.atomic
def end_hold(hold: LegalHold, *, by: Staff) -> None:
    """It holds nothing any longer. Raises DecidedAlready when it had ended."""
    require_same_partner(hold.case, by=by)
    require(by, Permission.APPROVE_ERASURE)
    held = LegalHold.objects.select_for_update().get(pk=hold.pk)
    if held.ended_at is not None:
        raise DecidedAlready
    held.ended_at, held.ended_by = timezone.now(), by.user
    held.save(update_fields=["ended_at", "ended_by"])
    _record("end_hold", held)


def _cancel_ahead(case: Case, cases: list[Case]) -> int:
    ahead = Erasure.objects.ahead().select_for_update().filter(case__in=cases)
    stopped = [asked for asked in ahead if asked.is_whole or asked.case_id == case.id]
    for asked in stopped:
        asked.state, asked.decided_at = ErasureState.CANCELLED, timezone.now()
        asked.save(update_fields=["state", "decided_at"])
    return len(stopped)


def _record(deed: str, hold: LegalHold, **details: str | int) -> None:
    record(
        Event.DEED,
        partner_id=hold.partner_id,
        subject_id=hold.case_id,
        target=hold,
        deed=deed,
        details=details,
    )
