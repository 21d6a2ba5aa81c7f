"""The only door from a person to a row of casework.

Every function takes the person (``Staff``) first, answers with rows of her own partner only, and
raises ``audit.refusals.Refused`` (a 404 like any other, recorded on the trail of the partner whose
row it is) when she may not. A wrong code and another partner's code cost the same queries and
answer alike.
"""

from uuid import UUID

from accounts.permissions import Permission
from accounts.staff import Staff
from audit.refusals import refuse
from vault.compartments import Compartment
from vault.keychain import keychain

from casework.models import FollowUp, Intake, SupportSession
from casework.models.case import Case, CaseQuerySet
from casework.models.follow_up import FollowUpQuerySet
from casework.models.intake import IntakeQuerySet


def cases_for(staff: Staff) -> CaseQuerySet:
    """The cases she may see."""
    _require(staff, Permission.SEE_CASES)
    return Case.objects.of_partner(_partner_of(staff))


def case_for(staff: Staff, code: str, *, to: Permission = Permission.SEE_CASES) -> Case:
    """The case with this code, with its keys at hand, for somebody who may do this to it."""
    found = Case.objects.select_related("survivor__listing", "responsible", "partner")
    case = found.filter(code=code).first()
    if case is None:
        refuse(partner_id=staff.partner_id, reason="unknown_code")
    if case.partner_id != staff.partner_id or not staff.may(to):
        refuse(partner_id=case.partner_id, subject_id=case.id, reason=f"may_not_{to}")
    keychain().prefetch([case.id, case.survivor_id])
    return case


def session_for(staff: Staff, case_code: str, session_code: str) -> SupportSession:
    """One session of a case she may see; its note opens only for those inside its wall."""
    case = case_for(staff, case_code)
    session = case.supportsessions.select_related("held_by").filter(code=session_code).first()
    if session is None:
        refuse(partner_id=case.partner_id, subject_id=case.id, reason="unknown_session")
    session.case = case
    return session


def may_read_note(staff: Staff, session: SupportSession) -> bool:
    """Whether she is inside the wall of this session's note.

    Social notes are read by whoever sees the case. Psychological and legal notes take the role's
    right **and** a tie to this case: having held the session, or supporting the case.
    """
    if session.wall == Compartment.CASE:
        return True
    right = {
        Compartment.PSYCHOLOGICAL: Permission.READ_PSYCHOLOGICAL,
        Compartment.LEGAL: Permission.READ_LEGAL,
    }[session.wall]
    return staff.may(right) and (
        session.held_by_id == staff.user.id or supports(staff, session.case)
    )


def supports(staff: Staff, case: Case) -> bool:
    """Whether she is responsible for the case or in its team now."""
    if case.responsible_id == staff.user.id:
        return True
    return case.members.filter(user_id=staff.user.id, until__isnull=True).exists()


def follow_ups_for(staff: Staff) -> FollowUpQuerySet:
    """The follow-ups of the cases she may see."""
    _require(staff, Permission.SEE_CASES)
    return FollowUp.objects.filter(partner_id=_partner_of(staff))


def follow_up_for(
    staff: Staff, case_code: str, follow_up_code: str, *, to: Permission = Permission.WRITE_CASE
) -> FollowUp:
    """One follow-up of a case she may work on."""
    case = case_for(staff, case_code, to=to)
    follow_up = case.followups.select_related("assigned_to").filter(code=follow_up_code).first()
    if follow_up is None:
        refuse(partner_id=case.partner_id, subject_id=case.id, reason="unknown_follow_up")
    follow_up.case = case
    return follow_up


def intakes_for(staff: Staff) -> IntakeQuerySet:
    """The unfinished intakes she began herself."""
    _require(staff, Permission.OPEN_CASE)
    mine = Intake.objects.unfinished().filter(opened_by_id=staff.user.id)
    return mine.filter(partner_id=_partner_of(staff))


def intake_for(staff: Staff, code: str) -> Intake:
    """An intake she began herself, finished or not, with its key at hand."""
    intake = Intake.objects.filter(code=code).first()
    if intake is None:
        refuse(partner_id=staff.partner_id, reason="unknown_code")
    is_hers = intake.opened_by_id == staff.user.id and intake.partner_id == staff.partner_id
    if not (is_hers and staff.may(Permission.OPEN_CASE)):
        refuse(partner_id=intake.partner_id, subject_id=intake.id, reason="may_not_open_case")
    keychain().prefetch([intake.id])
    return intake


def _require(staff: Staff, permission: Permission) -> None:
    if not staff.may(permission):
        refuse(partner_id=staff.partner_id, reason=f"may_not_{permission}")


def _partner_of(staff: Staff) -> UUID:
    """Her partner's id; people of the network hold no right that leads here."""
    if staff.partner_id is None:
        refuse(partner_id=None, reason="no_partner")
    return staff.partner_id
