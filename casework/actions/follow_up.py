"""Planning the next contact or errand, and what becomes of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.staff import Staff
from audit.events import Event
from audit.ledger import record
from casework.access import is_colleague
from casework.actions.contact import mark_she_will_contact
from casework.actions.course import hold, settle
from casework.errors import FollowUpEnded, NotOfThisPartner
from casework.models import Case, FollowUp
from casework.models.follow_up import FollowUpState
from casework.notices import stop_notices


@dataclass(frozen=True)
class NextStep:
    """What is to be done next, when, and by whom. ``kind`` is a code of seguimiento_tipo."""

    kind: str
    due_on: date
    assigned_to: User
    due_at_time: time | None = None
    what: str = ""


@transaction.atomic
def add_follow_up(case: Case, *, step: NextStep, by: Staff) -> FollowUp:
    """Plan a follow-up; raises CaseIsClosed or NotOfThisPartner."""
    hold(case, by=by)
    follow_up = plan(case, step, by=by)
    settle(case)
    _record("add_follow_up", follow_up)
    return follow_up


@transaction.atomic
def finish_follow_up(
    follow_up: FollowUp, *, outcome: str, has_spoken_with_her: bool, by: Staff
) -> None:
    """It was done; a contact with her counts as the case's last. Raises FollowUpEnded."""
    _hold(follow_up, by=by)
    follow_up.outcome = outcome
    end(follow_up, FollowUpState.DONE)
    settle(follow_up.case, contact_on=timezone.localdate() if has_spoken_with_her else None)
    _record("finish_follow_up", follow_up, spoke_with_her=int(has_spoken_with_her))


@transaction.atomic
def move_follow_up(
    follow_up: FollowUp, *, due_on: date, due_at_time: time | None, by: Staff
) -> FollowUp:
    """It waits for another day: a new row takes its place. Raises FollowUpEnded."""
    _hold(follow_up, by=by)
    step = NextStep(
        kind=follow_up.kind,
        due_on=due_on,
        due_at_time=due_at_time,
        what=follow_up.what,
        assigned_to=follow_up.assigned_to,
    )
    moved = plan(follow_up.case, step, by=by)
    follow_up.moved_to = moved
    end(follow_up, FollowUpState.MOVED)
    settle(follow_up.case)
    _record("move_follow_up", follow_up)
    return moved


@transaction.atomic
def leave_it_to_her(follow_up: FollowUp, *, by: Staff) -> None:
    """She asked not to be looked for: nobody is reminded of this case until she calls."""
    _hold(follow_up, by=by)
    end(follow_up, FollowUpState.SHE_WILL_CONTACT)
    mark_she_will_contact(follow_up.case, by=by)
    settle(follow_up.case)
    _record("leave_it_to_her", follow_up)


@transaction.atomic
def reassign_follow_up(follow_up: FollowUp, *, to: User, by: Staff) -> None:
    """A colleague takes it over, and the notices with it. Raises NotOfThisPartner."""
    _hold(follow_up, by=by)
    hand_on([follow_up], to=to, by=by)
    _record("reassign_follow_up", follow_up)


def plan(case: Case, step: NextStep, *, by: Staff) -> FollowUp:
    """Write the follow-up down, inside a deed that holds the case. Raises NotOfThisPartner."""
    if not is_colleague(by, step.assigned_to):
        raise NotOfThisPartner
    return FollowUp.objects.create(
        partner_id=case.partner_id,
        case=case,
        created_by=by.user,
        kind=step.kind,
        due_on=step.due_on,
        due_at_time=step.due_at_time,
        assigned_to=step.assigned_to,
        what=step.what,
    )


def hand_on(follow_ups: Iterable[FollowUp], *, to: User, by: Staff) -> int:
    """Give these to a colleague, inside a deed that holds the case; how many they were."""
    if not is_colleague(by, to):
        raise NotOfThisPartner
    given = 0
    for follow_up in follow_ups:
        stop_notices(follow_up)
        follow_up.assigned_to = to
        follow_up.save(update_fields=["assigned_to"])
        given += 1
    return given


def end(follow_up: FollowUp, state: FollowUpState) -> None:
    """End it this way, and the notices that remind of it, inside a deed that holds the case."""
    follow_up.state = state
    follow_up.ended_at = timezone.now()
    follow_up.save()
    stop_notices(follow_up)


def _hold(follow_up: FollowUp, *, by: Staff) -> None:
    """Hold its case and read it afresh, so that two people do not end it twice."""
    hold(follow_up.case, by=by)
    follow_up.refresh_from_db(fields=["state", "ended_at", "due_on", "due_at_time", "assigned_to"])
    if follow_up.state != FollowUpState.PENDING:
        raise FollowUpEnded


def _record(deed: str, follow_up: FollowUp, **details: int) -> None:
    record(
        Event.DEED,
        partner_id=follow_up.partner_id,
        subject_id=follow_up.case_id,
        target=follow_up,
        deed=deed,
        details={"kind": follow_up.kind, "state": follow_up.state, **details},
    )
