"""The rows of many invented cases of one partner, opened by one person of its staff."""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from django.db.models import Model
from django.utils import timezone

from accounts.permissions import Role
from accounts.staff import Staff
from casework.actions.new_case import blank_case, rows_of_case, rows_of_survivor
from casework.models import Case, Closure, FollowUp, SupportSession, Survivor
from casework.models.case import Stage
from casework.models.closure import ChecklistItem
from casework.models.follow_up import FollowUpState
from casework.models.session import WALLS, Attendance, SessionKind, SessionMode
from config.demo import stories
from config.volume.answers import told
from vault.compartments import Compartment
from vault.keychain import keychain

KIND_OF_ROLE = {
    Role.PSYCHOLOGIST: SessionKind.PSYCHOLOGICAL,
    Role.LEGAL_ADVISOR: SessionKind.LEGAL,
}
NOTES = {
    SessionKind.SOCIAL: stories.SOCIAL_NOTES,
    SessionKind.PSYCHOLOGICAL: stories.PSYCHOLOGICAL_NOTES,
    SessionKind.LEGAL: stories.LEGAL_NOTES,
}
YOUNG = timedelta(days=60)  # younger cases are all open
SHARE_CLOSED = 0.4
SHARE_OVERDUE = 0.08


def rows_of_cases(chance: Random, days: Iterable[date], *, by: Staff) -> list[Model]:
    """Every row of one case for each day; the keys of all of them are made first, at once."""
    partner = by.partner
    if partner is None:
        raise ValueError("a case is opened inside a partner")
    begun = []
    for day in days:
        answers = told(chance, day, partner.department)
        who = Survivor(partner=partner)
        case = blank_case(who, answers, is_quick=True, first_seen_on=day, by=by)
        begun.append((case, answers))
    _make_keys([case for case, _answers in begun], by)
    rows: list[Model] = []
    for case, answers in begun:
        rows += rows_of_survivor(case.survivor, answers)
        rows += rows_of_case(case, answers, by=by)
        rows += _course(chance, case, by)
    return rows


def _make_keys(cases: list[Case], by: Staff) -> None:
    """Identity, case, and the wall that her own sessions stand behind."""
    chain, partner_id = keychain(), cases[0].partner_id
    chain.create_many(partner_id, (case.survivor_id for case in cases), [Compartment.IDENTITY])
    kinds = {Compartment.CASE, WALLS[_kind(by)]}
    chain.create_many(partner_id, (case.id for case in cases), sorted(kinds))


def _course(chance: Random, case: Case, by: Staff) -> list[Model]:
    """One session and one follow-up, the closing of some; the case repeats what they say."""
    today, began_on = timezone.localdate(), timezone.localdate(case.opened_at)
    is_closed = began_on < today - YOUNG and chance.random() < SHARE_CLOSED
    session = _session(chance, case, began_on, by)
    follow_up = _follow_up(chance, case, by)
    case.last_contact_on = session.held_on
    if not is_closed:
        case.stage, case.next_due_on = Stage.IN_SUPPORT, follow_up.due_on
        return [session, follow_up]
    case.stage, case.closed_at = Stage.CLOSED, timezone.now()
    follow_up.state, follow_up.ended_at = FollowUpState.ENDED, case.closed_at
    return [session, follow_up, _closure(case, by)]


def _session(chance: Random, case: Case, began_on: date, by: Staff) -> SupportSession:
    kind = _kind(by)
    return SupportSession(
        partner_id=case.partner_id,
        case=case,
        created_by=by.user,
        held_by=by.user,
        kind=kind,
        mode=SessionMode.IN_PERSON,
        attendance=Attendance.ATTENDED,
        held_on=min(began_on + timedelta(days=chance.randrange(14)), timezone.localdate()),
        minutes=45,
        note=chance.choice(NOTES[kind]),
    )


def _follow_up(chance: Random, case: Case, by: Staff) -> FollowUp:
    is_overdue = chance.random() < SHARE_OVERDUE
    days = -chance.randint(1, 30) if is_overdue else chance.randint(0, 60)
    return FollowUp(
        partner_id=case.partner_id,
        case=case,
        created_by=by.user,
        assigned_to=by.user,
        kind="seguimiento_tipo_llamada",
        due_on=timezone.localdate() + timedelta(days=days),
        what="Preguntar cómo está y si necesita algo.",
    )


def _closure(case: Case, by: Staff) -> Closure:
    return Closure(
        partner_id=case.partner_id,
        case=case,
        created_by=by.user,
        reason="motivo_cierre_objetivos_cumplidos",
        checklist=sorted(ChecklistItem.values),
        note="Se cerró de acuerdo con ella.",
    )


def _kind(by: Staff) -> SessionKind:
    return KIND_OF_ROLE.get(by.role, SessionKind.SOCIAL)
