"""Keeping true what a case says of its own course: stage, next date, last contact.

Every deed on a case begins with ``hold`` and ends with ``settle``: between the two the case's row
is locked, so that no deed starts on a case that another person is closing.
"""

from datetime import date

from django.db.models import Min

from accounts.staff import Staff
from audit.refusals import refuse
from casework.errors import CaseIsClosed
from casework.models import Case, FollowUp
from casework.models.case import Stage

COURSE = ("stage", "closed_at", "responsible", "next_due_on", "last_contact_on")


def hold(case: Case, *, by: Staff) -> None:
    """Lock the case until the deed is done and read its course afresh; CaseIsClosed if closed."""
    hold_closed_or_open(case, by=by)
    if case.is_closed:
        raise CaseIsClosed


def hold_closed_or_open(case: Case, *, by: Staff) -> None:
    """The same, whatever its stage."""
    require_same_partner(case, by=by)
    case.refresh_from_db(fields=COURSE, from_queryset=Case.objects.select_for_update())


def require_same_partner(case: Case, *, by: Staff) -> None:
    """The door asked already; a deed asks again, so that no page can forget the door."""
    if case.partner_id != by.partner_id:
        refuse(partner_id=case.partner_id, subject_id=case.id, reason="not_her_partner")


def settle(case: Case, *, contact_on: date | None = None) -> None:
    """Write the course down: the earliest pending date, and this contact if it is the latest."""
    pending = FollowUp.objects.filter(case=case).pending()
    case.next_due_on = pending.aggregate(earliest=Min("due_on"))["earliest"]
    if contact_on is not None:
        case.last_contact_on = max(contact_on, case.last_contact_on or contact_on)
        if case.stage == Stage.OPENED:
            case.stage = Stage.IN_SUPPORT
    case.save(update_fields=COURSE)
