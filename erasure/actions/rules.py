"""A partner's rules: one person proposes, another decides."""

from django.db import transaction
from django.utils import timezone

from accounts.access import require
from accounts.permissions import Permission
from accounts.staff import Staff
from audit.events import Event
from audit.ledger import record
from audit.refusals import refuse
from erasure.errors import AskedAlready, DecidedAlready, OwnRequest
from erasure.extents import Extent
from erasure.models import RetentionRule
from erasure.models.rule import RuleState


@transaction.atomic
def propose_rule(*, extent: str, months: int | None, by: Staff) -> RetentionRule:
    """Propose that this be erased so many months after closure, or (None) kept.

    Raises AskedAlready while another proposal about the same waits.
    """
    require(by, Permission.SET_RETENTION)
    if by.partner is None:
        refuse(reason="no_partner")
    mine = RetentionRule.objects.of_partner(by.partner.pk)
    if mine.waiting().filter(extent=extent).exists():
        raise AskedAlready
    proposed: RetentionRule = RetentionRule.objects.create(
        partner=by.partner, extent=Extent(extent), months=months, asked_by=by.user
    )
    _record("propose_rule", proposed)
    return proposed


@transaction.atomic
def decide_rule(extent: str, *, is_approved: bool, by: Staff) -> None:
    """The second person's word; an approved rule takes the place of the one that stood.

    Raises OwnRequest for whoever proposed it, DecidedAlready when none waits.
    """
    require(by, Permission.SET_RETENTION)
    if by.partner is None:
        refuse(reason="no_partner")
    locked = RetentionRule.objects.select_for_update().of_partner(by.partner.pk)
    proposed = locked.waiting().filter(extent=extent).first()
    if proposed is None:
        raise DecidedAlready
    if proposed.asked_by_id == by.user.id:
        raise OwnRequest
    if is_approved:
        for former in locked.standing().filter(extent=extent):
            former.state = RuleState.ENDED
            former.save(update_fields=["state"])
    proposed.state = RuleState.STANDING if is_approved else RuleState.DECLINED
    proposed.decided_by, proposed.decided_at = by.user, timezone.now()
    proposed.save()
    if is_approved:
        _record("approve_rule", proposed)
    else:
        _record("decline_rule", proposed)


def _record(deed: str, rule: RetentionRule) -> None:
    record(
        Event.DEED,
        partner_id=rule.partner_id,
        target=rule,
        deed=deed,
        details={"extent": rule.extent, "months": rule.months or 0},
    )
