"""The door to exceptions themselves: what was shared with her, what she gave, what to review.

As ``casework.access`` does, every function takes the person first and refuses with a 404 that is
recorded on the trail of the partner whose case it is.
"""

from django.db.models import Q
from django.utils import timezone

from accounts.access import members_of
from accounts.models import User
from accounts.permissions import Permission, compartments_of
from accounts.staff import Staff
from audit.events import Event, Outcome
from audit.ledger import record
from audit.refusals import refuse, refuse_absent
from casework.access import exceptions_of, leads, rights_on, supports
from casework.codes import is_code
from casework.models import Case, CaseException, HandOver
from casework.models.case import CaseQuerySet
from casework.models.exception import ExceptionKind, ExceptionQuerySet
from casework.models.hand_over import HandOverQuerySet
from vault import wall
from vault.compartments import Compartment
from vault.keychain import keychain

WALLED = frozenset({Compartment.PSYCHOLOGICAL, Compartment.LEGAL})
SHAREABLE = frozenset({Compartment.IDENTITY, Compartment.CASE}) | WALLED


def shares_with(staff: Staff) -> ExceptionQuerySet:
    """What people of other partners share with her now."""
    if not staff.may(Permission.SEE_CASES):
        refuse(partner_id=staff.partner_id, reason=f"may_not_{Permission.SEE_CASES}")
    _show_givers(staff)
    hers = exceptions_of(staff).filter(kind=ExceptionKind.SHARE)
    return hers.select_related("case", "partner", "created_by")


def share_for(staff: Staff, code: str) -> CaseException:
    """One case that is shared with her now, its granted keys at hand; each visit leaves a line."""
    _show_givers(staff)
    share = _exception_of(staff, code, ExceptionKind.SHARE)
    is_hers = (share.person_id, share.holder_partner_id) == (staff.user.id, staff.partner_id)
    if not (is_hers and staff.may(Permission.SEE_CASES)):
        refuse(partner_id=share.partner_id, subject_id=share.case_id, reason="not_shared_with_her")
    if not exceptions_of(staff).filter(pk=share.pk).exists():
        refuse(partner_id=share.partner_id, subject_id=share.case_id, reason="share_has_ended")
    keychain().open_granted([share.case_id, share.case.survivor_id])
    record(Event.REVEALED, subject_id=share.case_id, target=share, deed="enter_shared_case")
    return share


def exceptions_on(case: Case) -> ExceptionQuerySet:
    """What is open by exception on this case now; the door to the case was passed."""
    live = CaseException.objects.live_at(timezone.now()).filter(case=case)
    return live.select_related("person", "holder_partner", "created_by", "consent")


def exception_to_end(staff: Staff, case: Case, code: str) -> CaseException:
    """A standing exception of the case, for who gave it, or who may restrict the case."""
    standing = CaseException.objects.standing().filter(case=case, code=code)
    found = standing.select_related("case", "person").first()
    if found is None:
        refuse(partner_id=case.partner_id, subject_id=case.id, reason="unknown_exception")
    if found.created_by_id != staff.user.id and not leads(staff, case):
        refuse(partner_id=case.partner_id, subject_id=case.id, reason="may_not_end_exception")
    return found


def shareable_by(staff: Staff, case: Case) -> frozenset[Compartment]:
    """What she may share of a case: nothing that she may not read herself."""
    if Permission.REFER not in rights_on(staff, case):
        return frozenset()
    hers = compartments_of(staff.role, staff.permissions) & SHAREABLE
    return hers if supports(staff, case) else hers - WALLED


def emergencies_to_review(staff: Staff) -> ExceptionQuerySet:
    """Those of her partner that wait for her eyes: all for a supervisor, else of her own cases."""
    waiting = CaseException.objects.to_review().filter(partner=staff.partner_id)
    others = waiting.exclude(person=staff.user).select_related("case", "person")
    if staff.may(Permission.SUPERVISE):
        return others
    return others.filter(case__responsible=staff.user)


def emergency_for(staff: Staff, code: str) -> CaseException:
    """An emergency of her partner, for a supervisor or the case's responsible person."""
    found = _exception_of(staff, code, ExceptionKind.BREAK_GLASS)
    is_responsible = found.case.responsible_id == staff.user.id
    may = staff.may(Permission.SUPERVISE) or (is_responsible and staff.may(Permission.SEE_CASES))
    if not may:
        refuse(partner_id=found.partner_id, subject_id=found.case_id, reason="may_not_review")
    keychain().prefetch([found.case_id])
    return found


def hand_overs_waiting_for(staff: Staff) -> HandOverQuerySet:
    """The cases that colleagues propose to her."""
    waiting = HandOver.objects.waiting().proposed_to(staff.user.id, staff.partner_id)
    return waiting.select_related("case", "created_by")


def hand_over_for(staff: Staff, code: str) -> HandOver:
    """One of them, answered or not; its case may be restricted to others until she accepts."""
    known = HandOver.objects.select_related(
        "case__survivor", "case__partner", "case__responsible", "created_by"
    )
    named = known.filter(code=code)
    found = named.filter(partner=staff.partner_id).first()
    if found is None:
        refuse_absent(named, partner_id=staff.partner_id, subject="case_id")
    if not (found.to_id == staff.user.id and staff.may(Permission.WRITE_CASE)):
        refuse(partner_id=found.partner_id, subject_id=found.case_id, reason="not_proposed_to_her")
    return found


def people_to_reassign(staff: Staff) -> list[User]:
    """Everybody of her partner whose cases may be given to others, by name; the suspended too."""
    members = members_of(staff, to=Permission.ASSIGN_CASE)
    return [member.user for member in members.order_by("user__full_name")]


def case_behind_glass(staff: Staff, code: str) -> Case | None:
    """The case of her own partner with this code, restricted or not, to break the glass of.

    None for a code that is not one of her partner's: the attempt is recorded as a refused visit is.
    """
    if not staff.may(Permission.SEE_CASES):
        refuse(partner_id=staff.partner_id, reason=f"may_not_{Permission.SEE_CASES}")
    named = Case.objects.filter(code=code) if is_code(code) else Case.objects.none()
    known = named.select_related("survivor", "partner", "responsible")
    found = known.filter(partner=staff.partner_id).first()
    if found is None:
        _record_missed(staff, named)
    return found


def _record_missed(staff: Staff, named: CaseQuerySet) -> None:
    """On the trail of the partner whose case it is, or of her own where there is none."""
    with wall.looking_round():
        theirs = named.values_list("partner_id", "pk").first()
    partner_id, subject_id = theirs or (staff.partner_id, None)
    record(
        Event.REFUSED,
        partner_id=partner_id,
        subject_id=subject_id,
        outcome=Outcome.REFUSED,
        reason="of_another_partner" if theirs else "unknown_code",
    )


def _exception_of(staff: Staff, code: str, kind: ExceptionKind) -> CaseException:
    rows = CaseException.objects.select_related(
        "case__survivor", "case__responsible", "case__partner", "person", "created_by", "consent"
    )
    named = rows.filter(code=code, kind=kind)
    at_home = Q(partner=staff.partner_id) | Q(holder_partner=staff.partner_id)
    found = named.filter(at_home).first()
    if found is None:
        refuse_absent(named, partner_id=staff.partner_id, subject="case_id")
    return found


def _show_givers(staff: Staff) -> None:
    """What stands behind a share is its giver's: her consent and the case itself."""
    standing = CaseException.objects.standing().filter(kind=ExceptionKind.SHARE)
    hers = standing.held_by(staff.user.id, staff.partner_id)
    for partner_id in hers.values_list("partner_id", flat=True).distinct():
        wall.show_also(partner_id)
