"""Who supports a case: joining, leaving, and handing it over."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.staff import Staff
from audit.events import Event
from audit.ledger import record
from casework.access import is_colleague
from casework.actions.course import hold, settle
from casework.actions.follow_up import hand_on
from casework.errors import NotOfThisPartner, StillResponsible
from casework.models import Case, CaseMember, FollowUp


@transaction.atomic
def add_to_team(case: Case, *, user: User, by: Staff) -> None:
    """A colleague supports the case from now on. Raises CaseIsClosed or NotOfThisPartner."""
    if not is_colleague(by, user):
        raise NotOfThisPartner
    hold(case, by=by)
    join_team(case, user=user)
    _record("add_to_team", case, user)


@transaction.atomic
def remove_from_team(case: Case, *, user: User, by: Staff) -> None:
    """She no longer supports it: what she had pending passes to the responsible person.

    Raises CaseIsClosed, or StillResponsible for the responsible person herself.
    """
    hold(case, by=by)
    if case.responsible_id == user.id:
        raise StillResponsible
    for member in CaseMember.objects.filter(case=case, user=user, until__isnull=True):
        member.until = timezone.now()
        member.save(update_fields=["until"])
    given = hand_on(_pending_of(case, user), to=case.responsible, by=by)
    _record("remove_from_team", case, user, passed_on=given)


@transaction.atomic
def hand_over(case: Case, *, to: User, by: Staff) -> None:
    """Another colleague answers for the case, and takes what the former one had pending."""
    if not is_colleague(by, to):
        raise NotOfThisPartner
    hold(case, by=by)
    former = case.responsible
    case.responsible = to
    given = hand_on(_pending_of(case, former), to=to, by=by)
    join_team(case, user=to)
    settle(case)
    _record("hand_over", case, to, passed_on=given)


def join_team(case: Case, *, user: User) -> bool:
    """Whether she joined now, rather than long ago; inside a deed that holds the case."""
    _, is_new = CaseMember.objects.get_or_create(
        case=case, user=user, until=None, defaults={"partner_id": case.partner_id}
    )
    return is_new


def _pending_of(case: Case, user: User) -> list[FollowUp]:
    return list(FollowUp.objects.filter(case=case).pending().assigned_to(user.id))


def _record(deed: str, case: Case, person: User, **details: int) -> None:
    record(
        Event.DEED,
        partner_id=case.partner_id,
        subject_id=case.id,
        target=case,
        deed=deed,
        details={"person": str(person.id), **details},
    )
