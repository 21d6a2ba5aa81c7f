"""The only door from a person to an erasure, a legal hold, or a partner's rules."""

from uuid import UUID

from django.utils import timezone

from accounts.access import require
from accounts.permissions import Permission
from accounts.staff import Staff
from audit.refusals import refuse, refuse_absent
from casework.access import case_for
from casework.models import Case
from erasure.models import Erasure, LegalHold
from erasure.models.erasure import ErasureQuerySet
from erasure.models.hold import HoldQuerySet
from erasure.models.rule import RetentionRule, RuleQuerySet


def erasures_to_decide(staff: Staff) -> ErasureQuerySet:
    """What waits in her partner for a second person, the oldest first."""
    waiting = Erasure.objects.of_partner(_partner_of(staff, Permission.APPROVE_ERASURE)).waiting()
    return waiting.select_related("case", "asked_by").order_by("asked_at")


def erasures_done(staff: Staff) -> ErasureQuerySet:
    """What was decided in her partner, the latest first."""
    hers = Erasure.objects.of_partner(_partner_of(staff, Permission.APPROVE_ERASURE))
    decided = hers.filter(decided_at__isnull=False).without_sealed()
    return decided.select_related("asked_by", "decided_by").order_by("-decided_at")


def erasure_to_decide(staff: Staff, code: str) -> Erasure:
    """One erasure that waits, with its case's keys at hand, for a supervisor of its partner."""
    found = Erasure.objects.select_related("asked_by", "case")
    asked = found.filter(code=code, partner=staff.partner_id).first()
    if asked is None:
        wanted = Erasure.objects.filter(code=code)
        refuse_absent(wanted, partner_id=staff.partner_id, subject="case_id")
    require(staff, Permission.APPROVE_ERASURE, subject_id=asked.case_id)
    if asked.case is None:
        refuse(partner_id=asked.partner_id, reason="decided_already")
    asked.case = case_for(staff, asked.case.code, to=Permission.APPROVE_ERASURE)
    return asked


def erasures_of(case: Case) -> ErasureQuerySet:
    """What was asked of a case she was let through to."""
    return Erasure.objects.filter(case=case).without_sealed().select_related("asked_by")


def own_erasure(staff: Staff, case_code: str, code: str) -> Erasure:
    """An erasure of this case that she asked for herself."""
    case = case_for(staff, case_code, to=Permission.ASK_ERASURE)
    asked = Erasure.objects.select_related("case").filter(case=case, code=code).first()
    if asked is None or asked.asked_by_id != staff.user.id:
        refuse(partner_id=case.partner_id, subject_id=case.id, reason="not_her_request")
    return asked


def holds_of(case: Case) -> HoldQuerySet:
    """The holds that stand on a case she was let through to."""
    standing = LegalHold.objects.standing_on(timezone.localdate()).filter(case=case)
    return standing.select_related("created_by")


def hold_to_end(staff: Staff, case_code: str, code: str) -> LegalHold:
    """One hold of a case, for a supervisor."""
    case = case_for(staff, case_code, to=Permission.APPROVE_ERASURE)
    hold = LegalHold.objects.filter(case=case, code=code).first()
    if hold is None:
        refuse(partner_id=case.partner_id, subject_id=case.id, reason="unknown_hold")
    hold.case = case
    return hold


def rules_for(staff: Staff) -> RuleQuerySet:
    """The rules of her partner, those that stand and those that wait."""
    rules = RetentionRule.objects.of_partner(_partner_of(staff, Permission.SET_RETENTION))
    return rules.select_related("asked_by", "decided_by")


def cases_of_survivor(case: Case) -> list[str]:
    """The codes of all her cases in this partner: what erasing everything takes along."""
    return list(
        Case.objects.filter(survivor=case.survivor_id).order_by("id").values_list("code", flat=True)
    )


def _partner_of(staff: Staff, permission: Permission) -> UUID:
    if staff.partner_id is None or not staff.may(permission):
        refuse(partner_id=staff.partner_id, reason=f"may_not_{permission}")
    return staff.partner_id
