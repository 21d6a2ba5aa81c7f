"""Who supports a case: joining, leaving, and handing it over."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, User
from accounts.permissions import COMPARTMENTS, Role
from accounts.staff import Staff
from audit.events import Event
from audit.ledger import record
from casework.access import is_colleague, require_lead
from casework.actions.course import hold, settle
from casework.actions.exceptions import Given, begin, end
from casework.actions.follow_up import hand_on
from casework.errors import NotOfThisPartner, StillResponsible
from casework.models import Case, CaseException, CaseMember, FollowUp
from casework.models.exception import Ending, ExceptionKind
from vault.compartments import Compartment

UNTIL_RENEWED = timedelta(days=30)
OF_A_SURVIVOR = frozenset(
    {Compartment.IDENTITY, Compartment.CASE, Compartment.PSYCHOLOGICAL, Compartment.LEGAL}
)


@transaction.atomic
def add_to_team(case: Case, *, user: User, by: Staff) -> None:
    """A colleague supports the case from now on, chosen by who leads it.

    Of a restricted case she joins the named team, until the others' places end. Raises
    CaseIsClosed or NotOfThisPartner.
    """
    if not is_colleague(by, user):
        raise NotOfThisPartner
    hold(case, by=by)
    require_lead(by, case)
    join_team(case, user=user)
    name_beside_the_others(case, user, by=by)
    _record("add_to_team", case, user)


@transaction.atomic
def remove_from_team(case: Case, *, user: User, by: Staff) -> None:
    """She no longer supports it: what she had pending passes to the responsible person.

    Raises CaseIsClosed, or StillResponsible for the responsible person herself.
    """
    hold(case, by=by)
    if case.responsible_id == user.id:
        raise StillResponsible
    leave_team(case, user, by=by)
    given = hand_on(pending_of(case, user), to=case.responsible, by=by)
    _record("remove_from_team", case, user, passed_on=given)


@transaction.atomic
def hand_over(case: Case, *, to: User, by: Staff) -> None:
    """Another colleague answers for the case, and takes what the former one had pending."""
    if not is_colleague(by, to):
        raise NotOfThisPartner
    hold(case, by=by)
    former = case.responsible
    case.responsible = to
    given = hand_on(pending_of(case, former), to=to, by=by)
    join_team(case, user=to)
    name_beside_the_others(case, to, by=by)
    settle(case)
    _record("hand_over", case, to, passed_on=given)


def join_team(case: Case, *, user: User) -> bool:
    """Whether she joined now, rather than long ago; inside a deed that holds the case."""
    _, is_new = CaseMember.objects.get_or_create(
        case=case, user=user, until=None, defaults={"partner_id": case.partner_id}
    )
    return is_new


def leave_team(case: Case, user: User, *, by: Staff) -> None:
    """Her support ends, and her place in the team of a restricted case with it."""
    for member in CaseMember.objects.filter(case=case, user=user, until__isnull=True):
        part_with(member)
    places = CaseException.objects.standing().filter(
        case=case, person=user, kind=ExceptionKind.TEAM
    )
    end(places.select_related("case", "person"), why=Ending.LEFT, by=by.user)


def part_with(member: CaseMember) -> None:
    """She supports the case no longer."""
    member.until = timezone.now()
    member.save(update_fields=["until"])


def name_to_team(case: Case, user: User, *, ends_at: datetime, reason: str, by: Staff) -> None:
    """A place in the team of a restricted case, with the keys that her role works with."""
    join_team(case, user=user)
    role = Membership.objects.live().get(user=user, partner=case.partner_id).role
    given = Given(
        kind=ExceptionKind.TEAM,
        person=user,
        holder_partner=case.partner,
        compartments=COMPARTMENTS[Role(role)] & OF_A_SURVIVOR,
        ends_at=ends_at,
        reason=reason,
    )
    begin(case, given, by=by)


def name_beside_the_others(case: Case, user: User, *, by: Staff) -> None:
    """In a restricted case, a place until the others' end and for their reason, unless she has one.

    When no place stands any more, for a month: time to renew the restriction.
    """
    if case.restricted_at is None:
        return
    places = CaseException.objects.standing().filter(case=case, kind=ExceptionKind.TEAM)
    if places.filter(person=user).exists():
        return
    latest = places.filter(ends_at__gt=timezone.now()).order_by("-ends_at").first()
    ends_at = latest.ends_at if latest else timezone.now() + UNTIL_RENEWED
    reason = latest.reason if latest else ""
    name_to_team(case, user, ends_at=ends_at, reason=reason, by=by)


def pending_of(case: Case, user: User) -> list[FollowUp]:
    """What she was to do on the case."""
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
