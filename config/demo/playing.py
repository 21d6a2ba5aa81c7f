"""Plays the courses: every case of the demo is opened, carried and closed by the real deeds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, cast

from accounts.staff import Staff
from casework.access import case_for
from casework.actions import closing, follow_up, intake, opening, session, team
from casework.actions.follow_up import NextStep
from casework.actions.search import look_for_duplicates
from casework.actions.session import SessionFacts
from casework.models import Case
from casework.models.closure import ChecklistItem
from casework.models.session import Attendance, SessionKind, SessionMode
from config.demo import stories
from config.demo.courses import COURSES, Course, Ending
from config.demo.crew import Crew, working_as
from config.demo.people import Person, survivor
from config.demo.sending import send
from config.demo.told import told
from referrals.models import Office

NOTES = {
    SessionKind.SOCIAL: stories.SOCIAL_NOTES,
    SessionKind.PSYCHOLOGICAL: stories.PSYCHOLOGICAL_NOTES,
    SessionKind.LEGAL: stories.LEGAL_NOTES,
}
WHO_HOLDS = {
    SessionKind.SOCIAL: "counselor",
    SessionKind.PSYCHOLOGICAL: "psychologist",
    SessionKind.LEGAL: "legal_advisor",
}


@dataclass
class House:
    """One partner at work: its people, its offices by institution, and who came so far."""

    crew: Crew
    offices: Mapping[str, Office]
    chance: Random
    today: date
    women: dict[str, Person] = field(default_factory=dict)

    @property
    def municipality(self) -> str:
        """Where the women live."""
        partner = self.crew["counselor"].partner
        return partner.municipality if partner else ""

    def ago(self, days: int) -> date:
        """The day so many days ago."""
        return self.today - timedelta(days=days)


def play(house: House, courses: Sequence[Course] = COURSES) -> list[Case]:
    """Every course; those who came first go first, so that the newest case stands on top."""
    return [_play(house, course) for course in sorted(courses, key=lambda each: -each.seen)]


def _play(house: House, course: Course) -> Case:
    case = _open(house, course)
    _gather(house, case, course)
    for kind, attendance, ago in _meetings(course):
        with working_as(house.crew[WHO_HOLDS[kind]]) as by:
            _meet(house, case_for(by, case.code), kind, attendance, ago, by)
    with working_as(house.crew[course.by]) as by:
        case = case_for(by, case.code)
        send(case, course.sent, house.offices, today=house.today, by=by)
        _close(case, course, by)
        _plan(case, course, house.today, by)
    return case


def _open(house: House, course: Course) -> Case:
    """The case, section by section or in haste; somebody who seems known is told apart."""
    person = house.women[course.same_as] if course.same_as else survivor(house.chance)
    if course.name:
        house.women[course.name] = person
    answers = told(house.chance, person, course, today=house.today, municipality=house.municipality)
    day = house.ago(course.seen)
    with working_as(house.crew[course.by]) as by:
        if course.is_quick:
            seen = [match.case.code for match in look_for_duplicates(answers, by=by)]
            return opening.open_quick_case(answers, seen=seen, first_seen_on=day, by=by)
        begun = intake.start_intake(by=by)
        for name, section in answers.items():
            intake.save_section(begun, name, cast("dict[str, Any]", section), version="0", by=by)
        intake.tell_apart(begun, by=by)
        return opening.open_case(begun, first_seen_on=day, by=by)


def _gather(house: House, case: Case, course: Course) -> None:
    """Who holds sessions with her is on the team, chosen by who answers for the case."""
    holders = {WHO_HOLDS[kind] for kind, _attendance, _ago in _meetings(course)}
    with working_as(house.crew[course.by]) as by:
        for role in sorted(holders - {course.by}):
            team.add_to_team(case, user=house.crew[role].user, by=by)


def _meetings(course: Course) -> list[tuple[SessionKind, Attendance, int]]:
    """The sessions of a course, the earliest first."""
    meetings = [(SessionKind.SOCIAL, Attendance.MISSED, ago) for ago in course.missed]
    for kind in SessionKind:
        days: tuple[int, ...] = getattr(course, kind.value)
        meetings += [(kind, Attendance.ATTENDED, ago) for ago in days]
    return sorted(meetings, key=lambda meeting: -meeting[2])


def _meet(
    house: House, case: Case, kind: SessionKind, attendance: Attendance, ago: int, by: Staff
) -> None:
    came = attendance == Attendance.ATTENDED
    facts = SessionFacts(
        kind=kind,
        mode=house.chance.choice((SessionMode.IN_PERSON, SessionMode.PHONE, SessionMode.VISIT)),
        attendance=attendance,
        held_on=house.ago(ago),
        minutes=house.chance.choice((30, 45, 60)) if came else None,
    )
    note = house.chance.choice(NOTES[kind]) if came else "No llegó a la cita."
    session.record_session(case, facts=facts, note=note, by=by)


def _close(case: Case, course: Course, by: Staff) -> None:
    if course.ending is Ending.GOES_ON:
        return
    closing.close_case(
        case,
        reason=course.reason,
        checklist=ChecklistItem.values,
        note="Se revisó con ella lo acordado y sabe cómo volver.",
        by=by,
    )
    if course.ending is Ending.REOPENED:
        closing.reopen_case(case, reason="Volvió a pedir apoyo: él la buscó de nuevo.", by=by)


def _plan(case: Case, course: Course, today: date, by: Staff) -> None:
    """The next step, done, left to her, or still to come."""
    if course.next_in is None or course.ending is Ending.CLOSED:
        return
    planned = follow_up.add_follow_up(
        case,
        step=NextStep(
            kind=course.kind,
            due_on=today + timedelta(days=course.next_in),
            due_at_time=course.at,
            assigned_to=by.user,
            what="Preguntar cómo está y repasar lo acordado.",
        ),
        by=by,
    )
    if course.is_done:
        outcome = "Está en casa de su hermana. Pidió hablar otra vez en dos semanas."
        follow_up.finish_follow_up(planned, outcome=outcome, has_spoken_with_her=True, by=by)
    elif course.is_left_to_her:
        follow_up.leave_it_to_her(planned, by=by)
