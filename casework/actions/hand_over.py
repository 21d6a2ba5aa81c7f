"""Handing cases over inside a partner: proposed and accepted, or by the supervisor all at once."""

from collections.abc import Sequence
from itertools import cycle

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Partner, User
from accounts.permissions import Permission
from accounts.staff import Staff
from audit.events import Event
from audit.ledger import record
from audit.refusals import refuse
from casework import errors
from casework.access import is_colleague, require_lead
from casework.actions.course import hold, settle
from casework.actions.exceptions import end_all_of, keys_to_seal_the_reason
from casework.actions.follow_up import hand_on
from casework.actions.team import join_team, leave_team, name_beside_the_others, pending_of
from casework.models import Case, CaseMember, FollowUp, HandOver
from casework.models.case import CaseQuerySet
from casework.models.exception import Ending
from casework.models.hand_over import HandOverAnswer
from casework.tasks import queue_neutral_notice


@transaction.atomic
def propose_hand_over(case: Case, *, to: User, reason: str, by: Staff) -> HandOver:
    """Ask a colleague to answer for the case; until she accepts, nothing changes.

    A proposal that waits is replaced. Raises CaseIsClosed, NotOfThisPartner or AlreadyHers.
    """
    require_lead(by, case)
    hold(case, by=by)
    if not is_colleague(by, to):
        raise errors.NotOfThisPartner
    if case.responsible_id == to.id:
        raise errors.AlreadyHers
    for waiting in HandOver.objects.waiting().filter(case=case):
        _answer(waiting, HandOverAnswer.REPLACED)
    proposal: HandOver = HandOver.objects.create(
        partner_id=case.partner_id, case=case, created_by=by.user, to=to, reason=reason
    )
    _record("propose_hand_over", proposal, to)
    queue_neutral_notice(to.id)
    return proposal


@transaction.atomic
def accept_hand_over(proposal: HandOver, *, by: Staff) -> None:
    """She answers for it from now on, with what was pending; the giver has no part in it any more.

    Raises CaseIsClosed, AlreadyAnswered.
    """
    case = proposal.case
    hold(case, by=by)
    _still_waits(proposal)
    giver = case.responsible
    with keys_to_seal_the_reason(case, "accept_hand_over"):
        given = _pass_on(case, giver, to=by.user, by=by)
    _answer(proposal, HandOverAnswer.ACCEPTED)
    _record("accept_hand_over", proposal, by.user, passed_on=given)
    queue_neutral_notice(giver.id)


@transaction.atomic
def decline_hand_over(proposal: HandOver, *, by: Staff) -> None:
    """Nothing changes, and whoever proposed it is told. Raises CaseIsClosed, AlreadyAnswered."""
    hold(proposal.case, by=by)
    _still_waits(proposal)
    _answer(proposal, HandOverAnswer.DECLINED)
    _record("decline_hand_over", proposal, by.user)
    queue_neutral_notice(proposal.created_by_id)


@transaction.atomic
def reassign_all(leaver: User, *, to: Sequence[User], by: Staff) -> int:
    """Every open case of hers to these colleagues in turn; she keeps no place and no exception.

    How many cases. Raises NotOfThisPartner, or NobodyToTakeThem.
    """
    if by.partner is None or not by.may(Permission.ASSIGN_CASE):
        refuse(partner_id=by.partner_id, reason=f"may_not_{Permission.ASSIGN_CASE}")
    takers = [user for user in to if user.id != leaver.id]
    if not takers:
        raise errors.NobodyToTakeThem
    if not all(is_colleague(by, user) for user in takers):
        raise errors.NotOfThisPartner
    hers = _open_cases(by.partner).filter(responsible=leaver).order_by("id")
    count = 0
    for case, taker in zip(hers, cycle(takers), strict=False):
        hold(case, by=by)
        _pass_on(case, leaver, to=taker, by=by)
        count += 1
    _leave_the_others_cases(leaver, by=by, partner=by.partner)
    ended = end_all_of(leaver, by.partner, why=Ending.LEFT, by=by.user)
    record(
        Event.DEED,
        partner_id=by.partner_id,
        deed="reassign_all",
        details={"person": str(leaver.id), "cases": count, "exceptions_ended": ended},
    )
    return count


def _pass_on(case: Case, giver: User, *, to: User, by: Staff) -> int:
    """The case, and what the giver had pending (how much); she leaves the team."""
    case.responsible = to
    given = hand_on(pending_of(case, giver), to=to, by=by)
    join_team(case, user=to)
    name_beside_the_others(case, to, by=by)
    leave_team(case, giver, by=by)
    settle(case)
    return given


def _leave_the_others_cases(leaver: User, *, by: Staff, partner: Partner) -> None:
    """Where she only helped, what she had pending passes to the responsible person."""
    helped = CaseMember.objects.filter(user=leaver, until__isnull=True).values("case_id")
    planned = FollowUp.objects.pending().assigned_to(leaver.id).values("case_id")
    hers = Q(id__in=helped) | Q(id__in=planned)
    for case in _open_cases(partner).filter(hers).order_by("id"):
        hand_on(pending_of(case, leaver), to=case.responsible, by=by)
        leave_team(case, leaver, by=by)


def _open_cases(partner: Partner) -> CaseQuerySet:
    known = Case.objects.of_partner(partner.id).still_open()
    return known.select_related("survivor", "partner", "responsible")


def _still_waits(proposal: HandOver) -> None:
    held = HandOver.objects.select_for_update().get(pk=proposal.pk)
    if held.answered_at is not None:
        raise errors.AlreadyAnswered


def _answer(proposal: HandOver, answer: HandOverAnswer) -> None:
    proposal.answered_at = timezone.now()
    proposal.answer = answer
    proposal.save(update_fields=["answered_at", "answer"])


def _record(deed: str, proposal: HandOver, person: User, **details: int) -> None:
    record(
        Event.DEED,
        partner_id=proposal.partner_id,
        subject_id=proposal.case_id,
        target=proposal,
        deed=deed,
        details={"person": str(person.id), **details},
    )
