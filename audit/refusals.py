"""Refused: a closed door that looks like a missing page and leaves a line in the trail."""

from typing import Any, NoReturn
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404

from audit.events import Event, Outcome
from audit.ledger import record
from vault import wall


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


def refuse_absent(
    wanted: QuerySet[Any], *, partner_id: UUID | None, subject: str = "pk"
) -> NoReturn:
    """Close the door on what is not among the rows of this partner.

    Somebody else's row, looked for round the second wall, is told to its own partner; a code that
    nobody has, to hers. Both cost the same queries. ``subject`` is the column that the trail
    knows the row by.
    """
    with wall.looking_round():
        found = wanted.values_list("partner_id", subject).first()
    if found is None:
        refuse(partner_id=partner_id, reason="unknown_code")
    refuse(partner_id=found[0], subject_id=found[1], reason="of_another_partner")


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
