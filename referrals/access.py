"""The only door from a person to a referral or a row of the directory."""

from uuid import UUID

from accounts.permissions import Permission
from accounts.staff import Staff
from audit.refusals import refuse, refuse_absent
from casework.access import case_for, seen_by
from referrals.models import Institution, Office, Referral
from referrals.models.directory import InstitutionQuerySet, OfficeQuerySet
from referrals.models.referral import ReferralQuerySet


def referrals_for(staff: Staff) -> ReferralQuerySet:
    """The referrals of the cases she may see."""
    hers = Referral.objects.of_partner(_partner_of(staff, Permission.SEE_CASES))
    return hers.filter(seen_by(staff, to_case="case__"))


def referral_for(staff: Staff, code: str, *, to: Permission = Permission.SEE_CASES) -> Referral:
    """The referral with this code, its case's keys at hand; she must be let through to the case."""
    found = Referral.objects.select_related("office__institution", "case", "created_by", "consent")
    referral = found.filter(code=code, partner=staff.partner_id).first()
    if referral is None:
        wanted = Referral.objects.filter(code=code)
        refuse_absent(wanted, partner_id=staff.partner_id, subject="case_id")
    referral.case = case_for(staff, referral.case.code, to=to)
    return referral


def offices_for(staff: Staff) -> OfficeQuerySet:
    """The offices she may look up: the network's and her partner's own, in use."""
    return _offices_known_to(staff).in_use()


def office_for(staff: Staff, code: str) -> Office:
    """One office of the directory she may look up."""
    known = _offices_known_to(staff)
    office = known.filter(code=code).first()
    if office is None:
        refuse_absent(Office.objects.filter(code=code), partner_id=staff.partner_id)
    return office


def office_to_change(staff: Staff, code: str) -> Office:
    """One office of her own partner's, for somebody who keeps the directory."""
    office = office_for(staff, code)
    if office.partner_id != _partner_of(staff, Permission.MANAGE_OFFICES):
        refuse(partner_id=staff.partner_id, reason="office_of_the_network")
    return office


def institutions_for(staff: Staff) -> InstitutionQuerySet:
    """The institutions of the network's catalogue."""
    _reader_of_directory(staff)
    return Institution.objects.select_related("parent")


def institution_to_change(staff: Staff, code: str) -> Institution:
    """The institution that addresses call so, for somebody who keeps the directory."""
    partner_id = _partner_of(staff, Permission.MANAGE_OFFICES)
    known = Institution.objects.select_related("parent")
    institution = next((each for each in known if each.address_code == code), None)
    if institution is None:
        refuse(partner_id=partner_id, reason="unknown_code")
    return institution


def _offices_known_to(staff: Staff) -> OfficeQuerySet:
    """The network's and her partner's own."""
    known = Office.objects.known_to(_reader_of_directory(staff))
    return known.select_related("institution", "verified_by")


def _reader_of_directory(staff: Staff) -> UUID:
    """The directory is read by who refers and by who keeps it."""
    if staff.may(Permission.MANAGE_OFFICES):
        return _partner_of(staff, Permission.MANAGE_OFFICES)
    return _partner_of(staff, Permission.REFER)


def _partner_of(staff: Staff, permission: Permission) -> UUID:
    if staff.partner_id is None or not staff.may(permission):
        refuse(partner_id=staff.partner_id, reason=f"may_not_{permission}")
    return staff.partner_id
