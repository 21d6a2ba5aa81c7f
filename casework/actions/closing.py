"""Closing a case with its checklist, and reopening it with a reason."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from accounts.staff import Staff
from audit.events import Event
from audit.ledger import record
from casework.actions.course import hold, hold_closed_or_open, settle
from casework.actions.follow_up import end
from casework.errors import CaseIsOpen, ChecklistIncomplete
from casework.models import Case, Closure, FollowUp, SupportSession
from casework.models.case import Stage
from casework.models.closure import ChecklistItem
from casework.models.follow_up import FollowUpState


@transaction.atomic
def close_case(
    case: Case, *, reason: str, checklist: Collection[str], note: str, by: Staff
) -> Closure:
    """Close it: what was pending ends with it. ``reason`` is a code of motivo_cierre.

    Raises ChecklistIncomplete unless every ``ChecklistItem`` is named, or CaseIsClosed.
    """
    if set(ChecklistItem.values) - set(checklist):
        raise ChecklistIncomplete
    hold(case, by=by)
    ended = _end_pending(case)
    case.stage = Stage.CLOSED
    case.closed_at = timezone.now()
    settle(case)
    closure: Closure = Closure.objects.create(
        partner_id=case.partner_id,
        case=case,
        created_by=by.user,
        reason=reason,
        checklist=sorted(ChecklistItem.values),
        note=note,
    )
    _record("close_case", case, reason=reason, ended_follow_ups=ended)
    return closure


@transaction.atomic
def reopen_case(case: Case, *, reason: str, by: Staff) -> None:
    """Open it again, saying why; raises CaseIsOpen."""
    hold_closed_or_open(case, by=by)
    if not case.is_closed:
        raise CaseIsOpen
    case.closed_at = None
    case.stage = _stage_after_reopening(case)
    settle(case)
    closure = Closure.objects.filter(case=case, reopened_at__isnull=True).latest("id")
    closure.reopened_at = timezone.now()
    closure.reopening_reason = reason
    closure.save(update_fields=["reopened_at", "reopening_reason_sealed"])
    _record("reopen_case", case)


def _end_pending(case: Case) -> int:
    pending = list(FollowUp.objects.filter(case=case).pending())
    for follow_up in pending:
        end(follow_up, FollowUpState.ENDED)
    return len(pending)


def _stage_after_reopening(case: Case) -> Stage:
    has_sessions = SupportSession.objects.filter(case=case).exists()
    return Stage.IN_SUPPORT if has_sessions else Stage.OPENED


def _record(deed: str, case: Case, **details: str | int) -> None:
    record(
        Event.DEED,
        partner_id=case.partner_id,
        subject_id=case.id,
        target=case,
        deed=deed,
        details=details,
    )
