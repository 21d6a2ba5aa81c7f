"""Who can see a case, and why: by the rule the door itself asks, about everybody."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from accounts.permissions import Permission, Role
from casework.access import everybody_at
from casework.models import Case, CaseException, CaseMember, SupportSession
from casework.models.exception import ExceptionKind, last_day_before
from casework.models.session import WALLS, SessionKind
from casework.overviews.words import short_day
from casework.reach import Way

WALLED = {
    SessionKind.PSYCHOLOGICAL: Permission.READ_PSYCHOLOGICAL,
    SessionKind.LEGAL: Permission.READ_LEGAL,
}


@dataclass(frozen=True, slots=True)
class Opened:
    """An exception as the page tells it: what it is, why, until when, and how to end it."""

    code: str
    kind: str
    why: str
    until: str
    given_by: str
    may_be_ended: bool


@dataclass(frozen=True, slots=True)
class Seer:
    """Somebody who can see the case: why, and which walled notes she reads.

    ``place`` is her partner's name when it is not the case's.
    """

    user: User
    role: str
    place: str
    is_responsible: bool
    since: str
    reasons: list[str]
    opened: list[Opened]
    reads: list[str]

    @property
    def may_leave(self) -> bool:
        """Whether she may be taken off the team: not while she answers for the case."""
        return bool(self.since) and not self.is_responsible

    @property
    def supports(self) -> bool:
        """Whether she is on the team."""
        return self.is_responsible or bool(self.since)


def seers_of(case: Case) -> list[Seer]:
    """The team first, then the others, by name: five queries."""
    members = {
        member.user_id: member
        for member in CaseMember.objects.filter(case=case, until__isnull=True)
    }
    held = _kinds_held(case)
    seers = [
        _seer(membership, case, ways, members.get(membership.user_id), held[membership.user_id])
        for membership, ways in everybody_at(case)
        if ways
    ]
    return sorted(
        seers, key=lambda seer: (not seer.is_responsible, not seer.supports, bool(seer.place))
    )


def end_in_words(at: datetime) -> str:
    """Until when, short: the last day, or the hour where that is today."""
    local, day, today = timezone.localtime(at), last_day_before(at), timezone.localdate()
    if local.date() == today:
        return _("hoy a las %(hour)s") % {"hour": date_format(local, "H:i")}
    return short_day(day, today)


def _kinds_held(case: Case) -> dict[UUID, set[str]]:
    held: dict[UUID, set[str]] = defaultdict(set)
    sessions = SupportSession.objects.filter(case=case, kind__in=WALLED)
    for user_id, kind in sessions.order_by().values_list("held_by_id", "kind").distinct():
        held[user_id].add(kind)
    return held


def _seer(
    membership: Membership,
    case: Case,
    ways: Sequence[Way],
    member: CaseMember | None,
    held: set[str],
) -> Seer:
    is_here = membership.partner_id == case.partner_id
    is_responsible = is_here and case.responsible_id == membership.user_id
    since = short_day(timezone.localdate(member.since), timezone.localdate()) if member else ""
    role = Role(membership.role)
    reasons = [_by_role(role, case) for way in ways if way.exception is None]
    if is_responsible:
        reasons.append(_("es la responsable del caso"))
    if since and is_here:
        reasons.append(_("apoya el caso desde el %(day)s") % {"day": since})
    supports = is_here and (is_responsible or member is not None)
    return Seer(
        user=membership.user,
        role=str(role.label),
        place="" if is_here else membership.place_name,
        is_responsible=is_responsible,
        since=since if is_here else "",
        reasons=reasons,
        opened=[_opened(way.exception) for way in ways if way.exception],
        reads=[str(kind.label) for kind in _reads(ways, held, supports=supports)],
    )


def _by_role(role: Role, case: Case) -> str:
    if case.restricted_at is not None:
        return _("por supervisar; cada entrada suya queda registrada")
    return _("por su rol de %(role)s") % {"role": role.label.lower()}


def _reads(ways: Sequence[Way], held: set[str], *, supports: bool) -> list[SessionKind]:
    rights = frozenset[Permission]().union(*(way.rights for way in ways))
    opened = {
        code
        for way in ways
        if way.exception and way.exception.kind != ExceptionKind.TEAM
        for code in way.exception.compartments
    }
    return [
        kind
        for kind, right in WALLED.items()
        if (right in rights and (supports or kind in held)) or WALLS[kind] in opened
    ]


def _opened(exception: CaseException) -> Opened:
    return Opened(
        code=exception.code,
        kind=exception.get_kind_display(),
        why=" · ".join(
            str(word) for word in (exception.get_purpose_display(), exception.reason) if word
        ),
        until=end_in_words(exception.ends_at),
        given_by=exception.created_by.full_name,
        may_be_ended=exception.kind != ExceptionKind.TEAM,
    )
