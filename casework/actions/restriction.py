"""Restricting a case to named people, and lifting that.

The keys change with it: while a case is restricted they open through the grants of its team and to
supervisors, so that a page that forgets to ask finds ciphertext.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.staff import Staff
from audit.events import Event
from audit.ledger import record
from casework.access import is_colleague, require_lead
from casework.actions.course import hold, hold_closed_or_open
from casework.actions.exceptions import end, owned_of
from casework.actions.follow_up import hand_on
from casework.actions.sections.survivor import fill_listing, read_survivor
from casework.actions.team import name_to_team, part_with
from casework.errors import NotOfThisPartner, NotRestricted, TeamWithoutResponsible
from casework.models import Case, CaseException, CaseMember, FollowUp, Listing
from casework.models.exception import Ending, ExceptionKind
from vault.compartments import Compartment
from vault.grants import lift_restriction_of_keys, restrict_keys

OF_A_CASE = (Compartment.CASE, Compartment.PSYCHOLOGICAL, Compartment.LEGAL)


@transaction.atomic
def restrict_case(
    case: Case, *, team: Collection[User], ends_at: datetime, reason: str, by: Staff
) -> None:
    """Only these people and the supervisors reach it from now on; done again, it is renewed.

    Raises CaseIsClosed, TeamWithoutResponsible or NotOfThisPartner.
    """
    require_lead(by, case)
    hold(case, by=by)
    if case.responsible_id not in {user.id for user in team}:
        raise TeamWithoutResponsible
    if not all(is_colleague(by, user) for user in team):
        raise NotOfThisPartner
    _let_go(case, Ending.RENEWED, by=by)
    if case.restricted_at is None:
        _close(case)
    for user in team:
        name_to_team(case, user, ends_at=ends_at, reason=reason, by=by)
    _part_with_others(case, team, by=by)
    _record("restrict_case", case, team=len(team))


@transaction.atomic
def lift_restriction(case: Case, *, by: Staff) -> None:
    """It opens again to whoever of the partner works on cases. Raises NotRestricted."""
    require_lead(by, case)
    hold_closed_or_open(case, by=by)
    if case.restricted_at is None:
        raise NotRestricted
    _open(case)
    _let_go(case, Ending.LIFTED, by=by)
    _record("lift_restriction", case)


def _close(case: Case) -> None:
    """Its keys, and those of who she is unless another case of hers is open to all."""
    case.restricted_at = timezone.now()
    case.save(update_fields=["restricted_at"])
    restrict_keys(case.partner_id, owned_of(case, OF_A_CASE))
    others = Case.objects.filter(survivor=case.survivor_id, restricted_at__isnull=True)
    if not others.exists():
        survivor = case.survivor
        survivor.restricted_at = case.restricted_at
        survivor.save(update_fields=["restricted_at"])
        restrict_keys(case.partner_id, owned_of(case, [Compartment.IDENTITY]))
        listing = Listing.objects.get(survivor=survivor)
        listing.search_value = ""
        listing.save(update_fields=["search_value_sealed"])


def _open(case: Case) -> None:
    case.restricted_at = None
    case.save(update_fields=["restricted_at"])
    lift_restriction_of_keys(case.partner_id, owned_of(case, OF_A_CASE))
    survivor = case.survivor
    if survivor.restricted_at is not None:
        survivor.restricted_at = None
        survivor.save(update_fields=["restricted_at"])
        lift_restriction_of_keys(case.partner_id, owned_of(case, [Compartment.IDENTITY]))
        listing = Listing.objects.select_related("survivor").get(survivor=survivor)
        fill_listing(listing, read_survivor(survivor))
        listing.save()


def _let_go(case: Case, why: Ending, *, by: Staff) -> None:
    """Every place of the team ends, and every emergency on what is open to all again."""
    kinds = {ExceptionKind.TEAM}
    if why == Ending.LIFTED:
        kinds.add(ExceptionKind.BREAK_GLASS)
    standing = CaseException.objects.standing().filter(case=case, kind__in=kinds)
    end(standing.select_related("case", "person"), why=why, by=by.user)


def _part_with_others(case: Case, team: Collection[User], *, by: Staff) -> None:
    """Who is not named leaves the team, and what she had pending passes to the responsible."""
    others = CaseMember.objects.filter(case=case, until__isnull=True).exclude(user__in=team)
    for member in others:
        part_with(member)
    pending = FollowUp.objects.filter(case=case).pending().exclude(assigned_to__in=team)
    hand_on(pending, to=case.responsible, by=by)


def _record(deed: str, case: Case, **details: int) -> None:
    record(
        Event.DEED,
        partner_id=case.partner_id,
        subject_id=case.id,
        target=case,
        deed=deed,
        details=details,
    )
