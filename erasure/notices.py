"""Tells the responsible person and the supervisors that a rule will erase something: neutrally.

The row is the truth and the mail a hint: it says that there is something to see on Hoy, and
nothing of it. What could not be told is told at the next round, and nothing is erased before.
"""

import uuid

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.models import Membership, User
from accounts.permissions import Role
from audit.events import Event
from audit.ledger import record
from erasure.models import Erasure
from erasure.models.erasure import ErasureState

MOST_AT_ONCE = 50

log = structlog.get_logger(__name__)


def tell_announced() -> None:
    """Send what was not told yet: one mail per person and erasure, always with the same id."""
    untold = Erasure.objects.filter(state=ErasureState.ANNOUNCED, told_at__isnull=True)
    for erasure in untold.select_related("case__responsible").order_by("asked_at")[:MOST_AT_ONCE]:
        try:
            for person in _people_of(erasure):
                _mail(erasure, person).send()
        except Exception as error:  # noqa: BLE001  whatever the mail way raises, the others go on
            log.warning("notice_not_sent", error=type(error).__name__)
        else:
            _told(erasure)


def _people_of(erasure: Erasure) -> list[User]:
    """The responsible person if she still works there, and the partner's supervisors."""
    live = Membership.objects.live().of_partner(erasure.partner_id).select_related("user")
    responsible = erasure.case.responsible_id if erasure.case else None
    people = {
        member.user_id: member.user
        for member in live
        if member.role == Role.SUPERVISOR or member.user_id == responsible
    }
    return list(people.values())


def _mail(erasure: Erasure, person: User) -> EmailMessage:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    with translation.override(person.language):
        return EmailMessage(
            subject=gettext("Agenda"),
            body=render_to_string("mail/notice.txt", {"address": f"{settings.SITE_URL}/hoy/"}),
            to=[person.email],
            headers={"Message-ID": f"<{uuid.uuid5(erasure.id, str(person.id))}@{domain}>"},
        )


@transaction.atomic
def _told(erasure: Erasure) -> None:
    erasure.told_at = timezone.now()
    erasure.save(update_fields=["told_at"])
    record(
        Event.NOTICE_SENT,
        partner_id=erasure.partner_id,
        subject_id=erasure.case_id,
        target=erasure,
        details={"channel": "mail"},
    )
