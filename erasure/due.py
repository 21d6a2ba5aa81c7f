"""What erasures add to Hoy: those that wait for a decision, and those that a rule announced."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.staff import Staff
from casework.due import MOST_ITEMS_OF_A_SOURCE, DueItem
from erasure.models import Erasure
from erasure.models.erasure import ErasureState


def erasures_to_decide(staff: Staff, day: date) -> Iterator[DueItem]:
    """For a supervisor: what others of her partner asked to be erased."""
    if not staff.may(Permission.APPROVE_ERASURE) or staff.partner_id is None:
        return
    waiting = Erasure.objects.of_partner(staff.partner_id).waiting().without_sealed()
    hers = waiting.exclude(asked_by_id=staff.user.id).select_related("case", "asked_by")
    for asked in hers.order_by("asked_at")[:MOST_ITEMS_OF_A_SOURCE]:
        yield DueItem(
            kind="notice",
            due_on=timezone.localdate(asked.asked_at),
            case_code=asked.case_code,
            risk=asked.case.risk_level if asked.case else "low",
            label=_("Decidir un borrado pedido"),
            url=reverse("erasure:decide", args=[asked.code]),
        )


def erasures_ahead(staff: Staff, day: date) -> Iterator[DueItem]:
    """For the responsible person and the supervisor: what the partner's rule will erase."""
    if staff.partner_id is None or not staff.may(Permission.ASK_ERASURE):
        return
    ahead = Erasure.objects.of_partner(staff.partner_id).filter(state=ErasureState.ANNOUNCED)
    if not staff.may(Permission.SUPERVISE):
        ahead = ahead.filter(case__responsible_id=staff.user.id)
    announced = ahead.without_sealed().select_related("case")
    for asked in announced.order_by("due_on")[:MOST_ITEMS_OF_A_SOURCE]:
        yield DueItem(
            kind="notice",
            due_on=asked.due_on or day,
            case_code=asked.case_code,
            risk=asked.case.risk_level if asked.case else "low",
            label=_("Se borrarán datos según la regla de la organización"),
            url=reverse("erasure:erasures_of_case", args=[asked.case_code]),
        )
