"""The only door from a person to a row of casework.

Every function takes the person (``Staff``) first, answers with rows of her own partner only, and
raises ``audit.refusals.Refused`` (a 404 like any other, recorded on the trail of the partner whose
row it is) when she may not. A wrong code and another partner's code cost the same queries and
answer alike. Which ways lead to a case, ``casework.reach`` says; what another partner shared with
her has a door of its own (``casework.exceptions``).
"""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Membership, User
from accounts.models.membership import MembershipQuerySet
from accounts.permissions import GRANTS, Permission, compartments_of
from accounts.staff import Staff, rights_of_members
from audit.events import Event
from audit.ledger import record
from audit.refusals import refuse, refuse_absent
from casework.codes import is_code
from casework.models import (
    Attachment,
    CaseDraft,
    CaseException,
    Consent,
    FollowUp,
    Intake,
    Notice,
    SafeContact,
    SupportSession,
)
from casework.models.case import Case, CaseQuerySet
from casework.models.consent import ConsentQuerySet
from casework.models.draft import DraftQuerySet
from casework.models.exception import ExceptionKind, ExceptionQuerySet
from casework.models.follow_up import FollowUpQuerySet, NoticeQuerySet
from casework.models.intake import IntakeQuerySet
from casework.models.session import SessionKind
from casework.reach import Visitor, Way, is_open_to, rights_of, ways_to
from vault.compartments import Compartment
from vault.fields import SealedQuerySet
from vault.keychain import keychain


def cases_for(staff: Staff) -> CaseQuerySet:
    """The cases of her partner that she may see: restricted ones by exception, or to supervise."""
    _require(staff, Permission.SEE_CASES)
    return Case.objects.of_partner(_partner_of(staff)).filter(seen_by(staff))


def seen_by(staff: Staff, *, to_case: str = "") -> Q:
    """Which rows of her partner belong to cases she may see; ``to_case`` leads to the case.

    Her exceptions are few and found by their index once, however many cases there are.
    """
    if staff.may(Permission.SUPERVISE):
        return Q()
    hers = exceptions_of(staff).exclude(kind=ExceptionKind.SHARE).values("case_id")
    return Q(**{f"{to_case}restricted_at__isnull": True}) | Q(**{f"{to_case}id__in": hers})


def exceptions_of(staff: Staff) -> ExceptionQuerySet:
    """What is open to her now by exception, where she works now."""
    live = CaseException.objects.live_at(timezone.now())
    return live.held_by(staff.user.id, staff.partner_id)


def ways_of(staff: Staff, case: Case) -> list[Way]:
    """The ways she has to a case: a query only where her role does not say it all."""
    visitor = Visitor(staff.user.id, staff.partner_id, staff.permissions)
    is_hers = case.partner_id == staff.partner_id
    if not is_hers or is_open_to(case, staff.permissions):
        return list(ways_to(case, visitor, ()))
    return list(ways_to(case, visitor, exceptions_of(staff).filter(case=case)))


def everybody_at(case: Case) -> list[tuple[Membership, list[Way]]]:
    """Everybody who could have a way to this case, by name, with the ways she has: three queries.

    The people of its partner, and those of others to whom something of it is open. It asks about
    each of them what the door asks when she comes.
    """
    live = CaseException.objects.live_at(timezone.now()).filter(case=case)
    exceptions = list(live.select_related("created_by"))
    at_home = Q(partner=case.partner_id)
    holders = Q(user__in={each.person_id for each in exceptions})
    people = Membership.objects.live().filter(at_home | holders, partner__isnull=False)
    members = list(people.select_related("user", "partner").order_by("user__full_name", "id"))
    rights = rights_of_members(members)
    return [
        (
            member,
            list(
                ways_to(
                    case, Visitor(member.user_id, member.partner_id, rights[member.pk]), exceptions
                )
            ),
        )
        for member in members
    ]


def rights_on(staff: Staff, case: Case) -> frozenset[Permission]:
    """What she may do with a case of her partner."""
    return rights_of(ways_of(staff, case))


def case_for(staff: Staff, code: str, *, to: Permission = Permission.SEE_CASES) -> Case:
    """The case with this code, with its keys at hand, for somebody who may do this to it."""
    found = Case.objects.select_related("survivor__listing", "responsible", "partner")
    found = found.filter(partner=staff.partner_id)
    case = found.filter(code=code).first() if is_code(code) else None
    if case is None:
        named = Case.objects.filter(code=code) if is_code(code) else Case.objects.none()
        refuse_absent(named, partner_id=staff.partner_id)
    ways = ways_of(staff, case)
    if to not in rights_of(ways):
        refuse(partner_id=case.partner_id, subject_id=case.id, reason=f"may_not_{to}")
    keychain().prefetch([case.partner_id, case.id, case.survivor_id])
    if case.restricted_at is not None:
        keychain().open_granted([case.id, case.survivor_id])
        _record_use(case, ways)
    return case


def _record_use(case: Case, ways: list[Way]) -> None:
    """Whoever is not of a restricted case's team leaves a line each time she comes in."""
    kinds = [way.exception.kind for way in ways if way.exception]
    if ExceptionKind.TEAM not in kinds:
        by = "break_glass" if ExceptionKind.BREAK_GLASS in kinds else "supervision"
        record(Event.REVEALED, target=case, deed="enter_restricted_case", details={"by": by})


def case_to_lead(staff: Staff, code: str) -> Case:
    """A case whose team she chooses: the responsible person's, and a supervisor's."""
    case = case_for(staff, code, to=Permission.WRITE_CASE)
    require_lead(staff, case)
    return case


def require_lead(staff: Staff, case: Case) -> None:
    """Let pass who chooses the team of this case; nobody else lets herself or others in."""
    if not leads(staff, case):
        refuse(partner_id=case.partner_id, subject_id=case.id, reason="not_her_team")


def leads(staff: Staff, case: Case) -> bool:
    """Whether she answers for the case, or assigns cases."""
    rights = rights_on(staff, case)
    is_responsible = case.responsible_id == staff.user.id and Permission.WRITE_CASE in rights
    return is_responsible or Permission.ASSIGN_CASE in rights


def passes_walls(staff: Staff) -> bool:
    """Whether joining a team would open notes to her that others wrote."""
    return staff.may(Permission.READ_PSYCHOLOGICAL) or staff.may(Permission.READ_LEGAL)


def session_for(staff: Staff, case_code: str, session_code: str) -> SupportSession:
    """One session of a case she may see; its note opens only for those inside its wall."""
    case = case_for(staff, case_code)
    session = case.supportsessions.select_related("held_by").filter(code=session_code).first()
    if session is None:
        refuse(partner_id=case.partner_id, subject_id=case.id, reason="unknown_session")
    session.case = case
    return session


def session_to_add_to(staff: Staff, case_code: str, session_code: str) -> SupportSession:
    """A session she held herself, to add to its note."""
    session = session_for(staff, case_code, session_code)
    if not may_add_to_note(staff, session):
        refuse(partner_id=session.partner_id, subject_id=session.case_id, reason="not_her_session")
    return session


def may_read_note(staff: Staff, session: SupportSession) -> bool:
    """Whether she is inside the wall of this session's note."""
    return is_inside(staff, session.wall, session.case, author_id=session.held_by_id)


def is_inside(staff: Staff, wall: str, case: Case, *, author_id: UUID) -> bool:
    """Whether she is inside the wall of something on this case that the author put there.

    What is social is read by whoever sees the case. What is psychological or legal takes the
    role's right **and** a tie to this case: being its author, or supporting the case; or an
    emergency that opened the wall to her.
    """
    is_hers = author_id == staff.user.id
    return (is_hers and wall in walls_of_role(staff)) or wall in walls_inside(staff, case)


def walls_inside(staff: Staff, case: Case) -> frozenset[str]:
    """The walls of this case that she is inside of, whoever wrote what is behind them."""
    walls = walls_of_role(staff)
    tied = walls if walls == {Compartment.CASE} or supports(staff, case) else {Compartment.CASE}
    return frozenset(tied) | _opened_to(staff, case)


def walls_of_role(staff: Staff) -> frozenset[str]:
    """The walls that her role passes, where she has a tie to the case."""
    rights = {
        Compartment.PSYCHOLOGICAL: Permission.READ_PSYCHOLOGICAL,
        Compartment.LEGAL: Permission.READ_LEGAL,
    }
    passed = (wall.value for wall, right in rights.items() if staff.may(right))
    return frozenset({Compartment.CASE.value, *passed})


def _opened_to(staff: Staff, case: Case) -> frozenset[str]:
    """The walls that an emergency of hers opened."""
    emergencies = exceptions_of(staff).filter(case=case, kind=ExceptionKind.BREAK_GLASS)
    opened = emergencies.values_list("compartments", flat=True)
    return frozenset(wall for walls in opened for wall in walls)


def may_add_to_note(staff: Staff, session: SupportSession) -> bool:
    """Whether it is her own session, behind a wall she still has the right to pass."""
    return session.held_by_id == staff.user.id and may_read_note(staff, session)


def session_kinds_for(staff: Staff) -> list[SessionKind]:
    """The kinds of session her role records."""
    if not staff.may(Permission.RECORD_SESSION):
        return []
    kinds = [SessionKind.SOCIAL]
    if staff.may(Permission.WRITE_PSYCHOLOGICAL):
        kinds.insert(0, SessionKind.PSYCHOLOGICAL)
    if staff.may(Permission.WRITE_LEGAL):
        kinds.insert(0, SessionKind.LEGAL)
    return kinds


def walls_for(staff: Staff) -> list[Compartment]:
    """The walls behind which her role may put a file."""
    walls = [Compartment.CASE]
    if staff.may(Permission.WRITE_PSYCHOLOGICAL):
        walls.append(Compartment.PSYCHOLOGICAL)
    if staff.may(Permission.WRITE_LEGAL):
        walls.append(Compartment.LEGAL)
    return walls


def sessions_inside(staff: Staff, case: Case) -> list[SupportSession]:
    """The sessions of this case to which she may put a file: those whose notes she may read."""
    sessions = SupportSession.objects.without_sealed().filter(case=case)
    inside, hers = walls_inside(staff, case), walls_for(staff)
    return [
        each
        for each in sessions
        if each.wall in hers and (each.wall in inside or each.held_by_id == staff.user.id)
    ]


def attachment_for(
    staff: Staff, case_code: str, attachment_code: str, *, to: Permission = Permission.SEE_CASES
) -> Attachment:
    """One file of a case, for somebody inside its wall."""
    case = case_for(staff, case_code, to=to)
    found = Attachment.objects.select_related("created_by", "removed_by", "session")
    attachment = found.filter(case=case, code=attachment_code).first()
    if attachment is None:
        refuse(partner_id=case.partner_id, subject_id=case.id, reason="unknown_attachment")
    if not is_inside(staff, attachment.wall, case, author_id=attachment.created_by_id):
        refuse(partner_id=case.partner_id, subject_id=case.id, reason="file_outside_the_wall")
    attachment.case = case
    return attachment


def supports(staff: Staff, case: Case) -> bool:
    """Whether she is responsible for the case or in its team now."""
    if case.responsible_id == staff.user.id:
        return True
    return case.members.filter(user_id=staff.user.id, until__isnull=True).exists()


def follow_ups_for(staff: Staff) -> FollowUpQuerySet:
    """The follow-ups of the cases she may see."""
    _require(staff, Permission.SEE_CASES)
    hers = FollowUp.objects.filter(partner_id=_partner_of(staff))
    return hers.filter(seen_by(staff, to_case="case__"))


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


def safe_contacts_for(staff: Staff) -> SealedQuerySet[SafeContact]:
    """The rules for reaching the women of the open cases she may see."""
    _require(staff, Permission.SEE_CASES)
    hers: SealedQuerySet[SafeContact] = SafeContact.objects.filter(partner_id=_partner_of(staff))
    return hers.filter(seen_by(staff, to_case="case__"), case__closed_at__isnull=True)


def consents_for(staff: Staff) -> ConsentQuerySet:
    """The consents of the open cases she may see."""
    _require(staff, Permission.SEE_CASES)
    hers = Consent.objects.filter(partner_id=_partner_of(staff))
    return hers.filter(seen_by(staff, to_case="case__"), case__closed_at__isnull=True)


def notices_for(staff: Staff) -> NoticeQuerySet:
    """The notices sent to the people of her partner."""
    _require(staff, Permission.SUPERVISE)
    return Notice.objects.filter(partner_id=_partner_of(staff))


def colleagues_for(staff: Staff) -> QuerySet[User]:
    """The people of her partner who work on cases, by name; herself among them."""
    _require(staff, Permission.SEE_CASES)
    return _case_workers_of(_partner_of(staff)).order_by("full_name")


def is_colleague(staff: Staff, user: User) -> bool:
    """Whether this person works on cases of the same partner."""
    return _case_workers_of(_partner_of(staff)).filter(id=user.id).exists()


def intakes_for(staff: Staff) -> IntakeQuerySet:
    """The unfinished intakes she began herself."""
    _require(staff, Permission.OPEN_CASE)
    mine = Intake.objects.unfinished().filter(opened_by_id=staff.user.id)
    return mine.filter(partner_id=_partner_of(staff))


def intake_for(staff: Staff, code: str) -> Intake:
    """An intake she began herself, finished or not, with its key at hand."""
    named = Intake.objects.filter(code=code)
    intake = named.filter(partner=staff.partner_id).first()
    if intake is None:
        refuse_absent(named, partner_id=staff.partner_id)
    is_hers = intake.opened_by_id == staff.user.id
    if not (is_hers and staff.may(Permission.OPEN_CASE)):
        refuse(partner_id=intake.partner_id, subject_id=intake.id, reason="may_not_open_case")
    keychain().prefetch([intake.id])
    return intake


def drafts_for(staff: Staff) -> DraftQuerySet:
    """What she is typing herself about cases of her partner, behind walls she may pass now."""
    _require(staff, Permission.SEE_CASES)
    hers = CaseDraft.objects.filter(partner_id=_partner_of(staff), created_by_id=staff.user.id)
    seen = hers.filter(seen_by(staff, to_case="case__"))
    return seen.filter(wall__in=compartments_of(staff.role, staff.permissions))


def _require(staff: Staff, permission: Permission) -> None:
    if not staff.may(permission):
        refuse(partner_id=staff.partner_id, reason=f"may_not_{permission}")


def _partner_of(staff: Staff) -> UUID:
    """Her partner's id; people of the network hold no right that leads here."""
    if staff.partner_id is None:
        refuse(partner_id=None, reason="no_partner")
    return staff.partner_id


def _case_workers_of(partner_id: UUID) -> QuerySet[User]:
    return User.objects.filter(memberships__in=_live_case_workers(partner_id))


def _live_case_workers(partner_id: UUID) -> MembershipQuerySet:
    roles = [role for role, rights in GRANTS.items() if Permission.SEE_CASES in rights]
    return Membership.objects.live().of_partner(partner_id).filter(role__in=roles)
