"""The only door from a person to a referral or a row of the directory."""

from uuid import UUID

from accounts.permissions import Permission
from accounts.staff import Staff
from audit.refusals import refuse

from casework.access import case_for
from referrals.models import Institution, Office, Referral
from referrals.models.directory import InstitutionQuerySet, OfficeQuerySet
from referrals.models.referral import ReferralQuerySet


def referrals_for(staff: Staff) -> ReferralQuerySet:
    """The referrals of the cases she may see."""
    return Referral.objects.of_partner(_partner_of(staff, Permission.SEE_CASES))


def referral_for(staff: Staff, code: str, *, to: Permission = Permission.SEE_CASES) -> Referral:
    """The referral with this code, its case's keys at hand; she must be let through to the case."""
    found = Referral.objects.select_related("office__institution", "case", "created_by", "consent")
    referral = found.filter(code=code).first()
    if referral is None:
        refuse(partner_id=staff.partner_id, reason="unknown_code")
    referral.case = case_for(staff, referral.case.code, to=to)
    return referral


def offices_for(staff: Staff) -> OfficeQuerySet:
    """The offices she may look up: the network's and her partner's own."""
    offices = Office.objects.known_to(_partner_of(staff, Permission.SEE_DIRECTORY)).in_use()
    return offices.select_related("institution", "verified_by")


def office_for(staff: Staff, code: str, *, to: Permission = Permission.SEE_DIRECTORY) -> Office:
    """One office of the directory; only her partner's own may be changed."""
    partner_id = _partner_of(staff, to)
    office = Office.objects.select_related("institution").filter(code=code).first()
    if office is None:
        refuse(partner_id=partner_id, reason="unknown_code")
    is_own = office.partner_id == partner_id
    is_shared = office.partner_id is None and to == Permission.SEE_DIRECTORY
    if not (is_own or is_shared):
        refuse(partner_id=office.partner_id or partner_id, reason=f"may_not_{to}")
    return office


def institutions_for(
    staff: Staff, *, to: Permission = Permission.SEE_DIRECTORY
) -> InstitutionQuerySet:
    """The institutions of the network's catalogue."""
    _partner_of(staff, to)
    return Institution.objects.select_related("parent")


def institution_for(staff: Staff, code: str, *, to: Permission) -> Institution:
    """One institution of the catalogue."""
    institution = institutions_for(staff, to=to).filter(code=code).first()
    if institution is None:
        refuse(partner_id=staff.partner_id, reason="unknown_code")
    return institution


def _partner_of(staff: Staff, permission: Permission) -> UUID:
    if staff.partner_id is None or not staff.may(permission):
        refuse(partner_id=staff.partner_id, reason=f"may_not_{permission}")
    return staff.partner_id
