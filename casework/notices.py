"""Notices: one neutral mail per person and due thing, never lost, never wittingly doubled.

The rows are the truth and the queue is only a clock: a lost tick is made good by the next one.
A notice is planned under a unique key, claimed with a lease that is committed before anything
leaves, sent, and confirmed with the lease's token. A worker killed between sending and
confirming leaves its lease to run out, and the same mail goes again under the same Message-ID.
"""

import uuid
from datetime import date, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.models import Membership, User
from audit.events import Event, Outcome
from audit.ledger import record
from casework.models import Case, FollowUp, Notice, SafeContact
from casework.models.follow_up import FollowUpQuerySet, NoticeChannel

LEASE = timedelta(minutes=4)
BATCH = 15  # at fifteen seconds a mail (EMAIL_TIMEOUT), a batch is sent within its lease
MOST_PLANNED_AT_ONCE = 500
MOST_BATCHES_AT_ONCE = 25
WAIT_AFTER_TRY = (1, 5, 15, 60, 0)  # minutes, by the tries made; the last is not waited for

log = structlog.get_logger(__name__)


def to_be_reminded(day: date) -> FollowUpQuerySet:
    """The follow-ups that somebody is to be reminded of on that day.

    Pending, due, of an open case, not while she is the one who will contact us, and assigned to
    somebody who still works for the partner.
    """
    works_there = Membership.objects.live().filter(
        user=OuterRef("assigned_to"), partner=OuterRef("partner")
    )
    left_to_her = SafeContact.objects.filter(case=OuterRef("case"), she_will_contact_us=True)
    due = FollowUp.objects.pending().due_by(day).filter(case__closed_at__isnull=True)
    return due.filter(Exists(works_there), ~Exists(left_to_her))


def plan_notices(day: date) -> int:
    """Write down the notices that ought to be there and are not; how many were written.

    One that was stopped and ought to go after all (handed back, contact taken up) goes on.
    """
    stands = Notice.objects.filter(
        Q(stopped_at__isnull=True) | Q(sent_at__isnull=False),
        recipient=OuterRef("assigned_to"),
        follow_up=OuterRef("pk"),
        due_on=OuterRef("due_on"),
        channel=NoticeChannel.MAIL,
    )
    missing = to_be_reminded(day).filter(~Exists(stands)).order_by("id")
    wanted = list(missing.without_sealed()[:MOST_PLANNED_AT_ONCE])
    for follow_up in wanted:
        _plan(follow_up)
    return len(wanted)


def _plan(follow_up: FollowUp) -> None:
    """One notice; when two planners meet, the unique key lets one of them in."""
    notice, is_new = Notice.objects.get_or_create(
        recipient_id=follow_up.assigned_to_id,
        follow_up=follow_up,
        due_on=follow_up.due_on,
        channel=NoticeChannel.MAIL,
        defaults={"partner_id": follow_up.partner_id},
    )
    if not is_new and notice.stopped_at and not notice.sent_at:
        notice.stopped_at = None
        notice.tries = 0
        notice.save(update_fields=["stopped_at", "tries"])


def send_waiting() -> None:
    """Send what waits, batch by batch, until nothing is left or others must have their turn."""
    for _ in range(MOST_BATCHES_AT_ONCE):
        lease, notice_ids = claim_notices()
        for notice_id in notice_ids:
            deliver(notice_id, lease)
        if len(notice_ids) < BATCH:
            return


def claim_notices() -> tuple[UUID, list[UUID]]:
    """A fresh lease, and the notices taken under it: nobody else sends them until it runs out.

    Rows that another worker is taking at this moment are passed over. On SQLite the whole
    transaction waits for its turn instead, which comes to the same.
    """
    now, lease = timezone.now(), uuid.uuid4()
    with transaction.atomic():
        waiting = Notice.objects.waiting(now).order_by("id")
        claimed = list(waiting.select_for_update(skip_locked=True)[:BATCH])
        for notice in claimed:
            notice.lease = lease
            notice.leased_until = now + LEASE
            notice.tries += 1
            notice.save(update_fields=["lease", "leased_until", "tries"])
    return lease, [notice.id for notice in claimed]


def deliver(notice_id: UUID, lease: UUID) -> None:
    """Send one claimed notice if it still ought to go, and confirm it."""
    notice = _still_wanted(notice_id, lease)
    if notice is None:
        return
    try:
        _mail(notice).send()
    except Exception as error:  # noqa: BLE001  whatever the mail way raises, the others go on
        log.warning("notice_not_sent", error=type(error).__name__)
        _put_off(notice)
    else:
        _confirm(notice)


@transaction.atomic
def _still_wanted(notice_id: UUID, lease: UUID) -> Notice | None:
    """The notice, unless its lease passed to another or its reason is gone: then it is stopped."""
    held = Notice.objects.select_related("recipient", "follow_up").filter(
        lease=lease, sent_at__isnull=True
    )
    notice = held.filter(id=notice_id).first()
    if notice is None:
        return None
    wanted = to_be_reminded(timezone.localdate()).filter(
        id=notice.follow_up_id, assigned_to_id=notice.recipient_id, due_on=notice.due_on
    )
    if notice.stopped_at is None and wanted.exists():
        return notice
    notice.stopped_at = notice.stopped_at or timezone.now()
    notice.lease = None
    notice.save(update_fields=["stopped_at", "lease"])
    return None


def _mail(notice: Notice) -> EmailMessage:
    """The mail, in her language: it says that there is something to see, and nothing of it."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    mail = neutral_mail(notice.recipient)
    mail.extra_headers["Message-ID"] = f"<{notice.id}@{domain}>"
    return mail


def neutral_mail(user: User) -> EmailMessage:
    """The same for whatever waits for somebody on Hoy."""
    with translation.override(user.language):
        return EmailMessage(
            subject=gettext("Agenda"),
            body=render_to_string("mail/notice.txt", {"address": f"{settings.SITE_URL}/hoy/"}),
            to=[user.email],
        )


@transaction.atomic
def _confirm(notice: Notice) -> None:
    """It went. If the lease passed to another meanwhile, the other one's word counts."""
    if held := _held(notice):
        held.sent_at = timezone.now()
        held.lease = None
        held.save(update_fields=["sent_at", "lease"])
        _record(notice, Outcome.DONE)


@transaction.atomic
def _put_off(notice: Notice) -> None:
    """It did not go: it waits longer after each try, and is given up after the last."""
    if held := _held(notice):
        wait = WAIT_AFTER_TRY[min(held.tries, len(WAIT_AFTER_TRY)) - 1]
        held.leased_until = timezone.now() + timedelta(minutes=wait)
        held.lease = None
        held.save(update_fields=["leased_until", "lease"])
        _record(notice, Outcome.FAILED)


def _held(notice: Notice) -> Notice | None:
    mine = Notice.objects.select_for_update().filter(id=notice.id, lease=notice.lease)
    return mine.first()


def stop_notices(follow_up: FollowUp) -> None:
    """Nobody is reminded of this follow-up any more, as it stands now."""
    _stop(Q(follow_up=follow_up))


def stop_notices_of_case(case: Case) -> None:
    """Nobody is reminded of this case any more, as it stands now."""
    _stop(Q(follow_up__case=case))


def _stop(which: Q) -> None:
    for notice in Notice.objects.unsent().filter(which).order_by("id"):
        notice.stopped_at = timezone.now()
        notice.save(update_fields=["stopped_at"])


def _record(notice: Notice, outcome: Outcome) -> None:
    record(
        Event.NOTICE_SENT,
        partner_id=notice.partner_id,
        subject_id=notice.trail_subject_id,
        target=notice,
        outcome=outcome,
        details={"channel": notice.channel, "tries": notice.tries},
    )
