"""Deeds on accounts nobody uses: warn, a week later suspend. An open door nobody watches."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts import errors, tasks
from accounts.actions.staff import suspend_staff
from accounts.models import Membership, User
from audit.context import current_actor
from audit.events import Event
from audit.ledger import record

IDLE_FOR = timedelta(days=60)
WARNED_FOR = timedelta(days=7)


def look_for_idle_accounts(now: datetime) -> None:
    """Warn after 53 days without a sign-in, suspend after 60 and a week after the warning.

    People of the network are left alone, and so is whoever is the only administrator of a
    partner: nobody could let them in again.
    """
    for user in _idle(now - IDLE_FOR).filter(idle_warned_at__lte=now - WARNED_FOR):
        suspend_idle(user)
    fresh = Q(idle_warned_at__isnull=True) | Q(idle_warned_at__lte=F("seen_at"))
    for user in _idle(now - IDLE_FOR + WARNED_FOR).filter(fresh):
        warn_idle(user, now)


@transaction.atomic
def warn_idle(user: User, now: datetime) -> None:
    """A neutral mail to her, and one to those who look after her partners' people."""
    members = [member for member in _of_partners(user) if not _is_last_administrator(member)]
    if not members:
        return
    user.idle_warned_at = now
    user.save(update_fields=["idle_warned_at"])
    tasks.queue(tasks.send_idle_warning, user.pk)
    for member in members:
        _record("warn_idle", member)
        for administrator in _administrators_beside(member):
            tasks.queue(tasks.send_idle_notice, administrator.user_id)


def suspend_idle(user: User) -> None:
    """Close her doors one by one; the last administrator of a partner keeps hers."""
    for member in _of_partners(user):
        try:
            suspend_staff(member, by=current_actor())
        except errors.LastAdministrator:
            continue


def _idle(since: datetime) -> QuerySet[User]:
    """People with a password who work here and whom nobody has seen since then.

    ``seen_at`` is their last sign-in, or the day the account was made.
    """
    return (
        User.objects.working()
        .exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        .annotate(seen_at=Coalesce("last_login", "created_at"))
        .filter(seen_at__lte=since)
        .order_by("pk")
    )


def _of_partners(user: User) -> Iterable[Membership]:
    live = Membership.objects.live().filter(user=user, partner__isnull=False)
    return live.select_related("partner", "user")


def _administrators_beside(member: Membership) -> Iterable[Membership]:
    live = Membership.objects.of_partner(member.partner_id).live().administrators()
    return live.exclude(pk=member.pk)


def _is_last_administrator(member: Membership) -> bool:
    is_one = Membership.objects.administrators().filter(pk=member.pk).exists()
    return is_one and not list(_administrators_beside(member))


def _record(deed: str, member: Membership) -> None:
    details = {"member": member.code}
    record(Event.DEED, deed=deed, partner_id=member.partner_id, target=member, details=details)
