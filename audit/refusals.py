"""Refused: a closed door that looks like a missing page and leaves a line in the trail."""

from typing import NoReturn
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from audit.events import Event, Outcome
from audit.ledger import record


class Refused(Http404):
    """What was asked for is not hers to have; a stranger and a wrong code get the same 404.

    The partner and the subject are those of the record she tried to reach, so that its
    supervisor sees the attempt; nothing of this reaches the page.
    """

    def __init__(
        self,
        *,
        partner_id: UUID | None = None,
        subject_id: UUID | None = None,
        reason: str = "",
        deed: str = "",
    ) -> None:
        super().__init__()
        self.partner_id = partner_id
        self.subject_id = subject_id
        self.reason = reason
        self.deed = deed


def refuse(
    *,
    partner_id: UUID | None = None,
    subject_id: UUID | None = None,
    reason: str = "",
    deed: str = "",
) -> NoReturn:
    """Close the door."""
    raise Refused(partner_id=partner_id, subject_id=subject_id, reason=reason, deed=deed)


def record_refusal(refusal: Refused | PermissionDenied) -> None:
    """Write the refusal in a transaction of its own: the one it ended has been rolled back."""
    asked = refusal if isinstance(refusal, Refused) else Refused(reason="permission_denied")
    with transaction.atomic():
        record(
            Event.REFUSED,
            partner_id=asked.partner_id,
            subject_id=asked.subject_id,
            deed=asked.deed,
            outcome=Outcome.REFUSED,
            reason=asked.reason,
        )
