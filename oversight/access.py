"""The only door from a person to the trail, the workload and the totals."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from accounts.access import members_of
from accounts.permissions import Permission
from accounts.staff import Staff
from audit.events import Event, Outcome
from audit.models import TrailEntry, TripwireRow
from audit.models.entry import TrailQuerySet
from audit.refusals import refuse
from casework.access import case_for
from casework.models import Case, CaseDraft, IntakeSection
from erasure.models import Erasure

CHANGES = (Event.CREATED, Event.CHANGED, Event.DELETED)


def trail_for(staff: Staff) -> TrailQuerySet:
    """The trail of her partner; for people of the network, what they were refused."""
    if staff.partner_id is None:
        _require_network(staff)
        nobodys = TrailQuerySet(TrailEntry).of_no_partner()
        return nobodys.outcome(Outcome.REFUSED).newest_first()
    partner_id = _partner_of(staff, Permission.SEE_TRAIL)
    return TrailQuerySet(TrailEntry).for_partner(partner_id).newest_first()


def without_routine(trail: TrailQuerySet) -> TrailQuerySet:
    """Without lists that were looked at, and without what is kept while somebody types.

    Nothing that was meant is left out: a section that is saved leaves a deed beside its row.
    """
    typed = ContentType.objects.get_for_models(CaseDraft, IntakeSection).values()
    return trail.exclude(event=Event.LISTED).exclude(
        event__in=CHANGES, content_type__in=list(typed)
    )


def trail_of_case(staff: Staff, code: str) -> tuple[Case, TrailQuerySet]:
    """A case she may see, and the entries about it and about its survivor's identity."""
    case = case_for(staff, code, to=Permission.SEE_TRAIL)
    return case, trail_for(staff).about([case.id, case.survivor_id])


def readings_of_case(staff: Staff, code: str) -> tuple[Case, TrailQuerySet]:
    """A case she may see, and whoever read anything of it or of its survivor, the oldest first."""
    case, entries = trail_of_case(staff, code)
    readings = entries.of_events([Event.READ, Event.REVEALED]).outcome(Outcome.DONE)
    return case, readings.order_by("id")


def unattributed_changes_for(staff: Staff) -> int:
    """How many rows were written past the trail, in the whole house: no partner is known."""
    _partner_of(staff, Permission.SEE_TRAIL)
    return TripwireRow.objects.unattributed().count()


def refused_lately(staff: Staff) -> int:
    """How many visits to her partner's records were refused in the last seven days."""
    since = timezone.now() - timedelta(days=7)
    refused = trail_for(staff).outcome(Outcome.REFUSED).between(since, None)
    return refused.order_by().count()


def people_of(staff: Staff) -> dict[UUID, str]:
    """Her partner's people, or the network's, the suspended ones too: their names by id."""
    right = _require_network(staff) if staff.partner_id is None else Permission.SEE_TRAIL
    members = members_of(staff, to=right)
    return {member.user_id: member.user.full_name for member in members}


def subjects_of(staff: Staff, code: str) -> Sequence[UUID]:
    """The ids the trail knows a case of her partner by; empty when there is none."""
    if staff.partner_id is None:
        return ()
    partner_id = _partner_of(staff, Permission.SEE_TRAIL)
    found = Case.objects.of_partner(partner_id).filter(code=code)
    return [id_ for pair in found.values_list("id", "survivor_id") for id_ in pair]


def require_supervision(staff: Staff) -> UUID:
    """The partner whose workload she watches over."""
    return _partner_of(staff, Permission.SUPERVISE)


def erasures_waiting(staff: Staff) -> int:
    """How many erasures wait in her partner for a second person."""
    return Erasure.objects.of_partner(_partner_of(staff, Permission.SUPERVISE)).waiting().count()


def require_catalogues(staff: Staff) -> None:
    """The catalogues are shown to whoever administers a partner."""
    _partner_of(staff, Permission.MANAGE_OFFICES)


def _require_network(staff: Staff) -> Permission:
    """The coordinator and whoever runs the machine watch each other; the right that lets her."""
    held = [right for right in (Permission.SEE_TOTALS, Permission.SEE_HEALTH) if staff.may(right)]
    if not held:
        refuse(partner_id=None, reason=f"may_not_{Permission.SEE_TRAIL}")
    return held[0]


def _partner_of(staff: Staff, permission: Permission) -> UUID:
    if staff.partner_id is None or not staff.may(permission):
        refuse(partner_id=staff.partner_id, reason=f"may_not_{permission}")
    return staff.partner_id
