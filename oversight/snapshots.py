"""Who gained access since last night: compared once a night, told to the supervisor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, Partner, User
from accounts.permissions import Permission
from accounts.staff import rights_of_members
from casework.models import CaseException
from casework.models.exception import ExceptionKind
from oversight.models import AccessSnapshot


@dataclass(frozen=True, slots=True)
class Gain:
    """One person more: to which case (none for all of the partner's), and by what."""

    name: str
    case_code: str
    by: str


def compare_access(day: date) -> None:
    """Each active partner's snapshot of that night, once however often it is asked for."""
    for partner in Partner.objects.active().order_by("code"):
        if not AccessSnapshot.objects.filter(partner=partner, taken_on=day).exists():
            _compare(partner, day)


def gains_of(partner_id: UUID) -> tuple[date, list[Gain]] | None:
    """What the latest comparison found, and of which night; None before the first. Two queries."""
    latest = AccessSnapshot.objects.filter(partner=partner_id).first()
    if latest is None:
        return None
    gained = latest.gained_by_exception
    ids = {*latest.gained_by_role, *(person for _code, person, _kind in gained)}
    names = {str(user.id): user.full_name for user in User.objects.filter(id__in=ids)}
    by_role = [Gain(names.get(person, ""), "", "") for person in latest.gained_by_role]
    by_exception = [
        Gain(names.get(person, ""), code, str(ExceptionKind(kind).label))
        for code, person, kind in gained
    ]
    return latest.taken_on, by_role + by_exception


@transaction.atomic
def _compare(partner: Partner, day: date) -> None:
    earlier = AccessSnapshot.objects.filter(partner=partner, taken_on__lt=day).first()
    by_role, by_exception = _by_role(partner), _by_exception(partner)
    AccessSnapshot.objects.create(
        partner=partner,
        taken_on=day,
        by_role=by_role,
        by_exception=by_exception,
        gained_by_role=_new(by_role, earlier.by_role) if earlier else [],
        gained_by_exception=_new(by_exception, earlier.by_exception) if earlier else [],
    )


def _by_role(partner: Partner) -> list[str]:
    live = Membership.objects.live().of_partner(partner.pk).select_related("partner")
    members = list(live)
    rights = rights_of_members(members)
    return sorted(str(m.user_id) for m in members if Permission.SEE_CASES in rights[m.pk])


def _by_exception(partner: Partner) -> list[list[str]]:
    live = CaseException.objects.live_at(timezone.now()).filter(partner=partner)
    rows = live.order_by().values_list("case__code", "person", "kind")
    return sorted([code, str(person), kind] for code, person, kind in rows)


def _new(now: Iterable[object], before: Iterable[object]) -> list[object]:
    known = list(before)
    return [each for each in now if each not in known]
