"""Who can see a case, and why: everybody of the partner who works on cases, with her reasons."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from accounts.permissions import GRANTS, Permission, Role
from accounts.staff import Staff
from casework.access import case_workers_for
from casework.models import Case, CaseMember, SupportSession
from casework.models.session import SessionKind
from casework.overviews.words import short_day

WALLED = {
    SessionKind.PSYCHOLOGICAL: Permission.READ_PSYCHOLOGICAL,
    SessionKind.LEGAL: Permission.READ_LEGAL,
}


@dataclass(frozen=True, slots=True)
class Seer:
    """Somebody who can see the case: why, and which walled notes she reads."""

    user: User
    role: str
    is_responsible: bool
    since: str
    reasons: list[str]
    reads: list[str]

    @property
    def may_leave(self) -> bool:
        """Whether she may be taken off the team: not while she answers for the case."""
        return bool(self.since) and not self.is_responsible

    @property
    def supports(self) -> bool:
        """Whether she is on the team."""
        return self.is_responsible or bool(self.since)


def seers_of(staff: Staff, case: Case) -> list[Seer]:
    """The team first, then the others, by name: three queries."""
    members = {
        member.user_id: member
        for member in CaseMember.objects.filter(case=case, until__isnull=True)
    }
    held = _kinds_held(case)
    seers = [
        _seer(membership, case, members.get(membership.user_id), held[membership.user_id])
        for membership in case_workers_for(staff)
    ]
    return sorted(seers, key=lambda seer: (not seer.is_responsible, not seer.supports))


def _kinds_held(case: Case) -> dict[UUID, set[str]]:
    held: dict[UUID, set[str]] = defaultdict(set)
    sessions = SupportSession.objects.filter(case=case, kind__in=WALLED)
    for user_id, kind in sessions.order_by().values_list("held_by_id", "kind").distinct():
        held[user_id].add(kind)
    return held


def _seer(membership: Membership, case: Case, member: CaseMember | None, held: set[str]) -> Seer:
    is_responsible = case.responsible_id == membership.user_id
    role = Role(membership.role)
    reasons = [_("por su rol de %(role)s") % {"role": role.label.lower()}]
    if is_responsible:
        reasons.append(_("es la responsable del caso"))
    since = short_day(timezone.localdate(member.since), timezone.localdate()) if member else ""
    if since:
        reasons.append(_("apoya el caso desde el %(day)s") % {"day": since})
    supports = is_responsible or member is not None
    return Seer(
        user=membership.user,
        role=str(role.label),
        is_responsible=is_responsible,
        since=since,
        reasons=reasons,
        reads=[
            str(SessionKind(kind).label)
            for kind, right in WALLED.items()
            if right in GRANTS[role] and (supports or kind in held)
        ],
    )
