"""The page that says who can see a case is the door's own answer, for everybody."""

import re
from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts import actions
from accounts.errors import StaffError
from accounts.permissions import Role
from audit.context import acting
from casework.access import case_for
from casework.actions.break_glass import Glass, break_glass, review_break_glass
from casework.actions.exceptions import end_what_ran_out
from casework.actions.restriction import lift_restriction, restrict_case
from casework.actions.sharing import end_exception, share_case
from casework.errors import CaseworkError
from casework.exceptions import case_behind_glass
from casework.models import Case, CaseException, Consent
from tests.casework.test_exceptions import newcomer
from tests.plugins.cases import working_as
from tests.plugins.cast import SYSTEM
from tests.plugins.house import ROSARIO, case_of
from tests.vault.conftest import with_database
from vault.compartments import Compartment

PEOPLE = ("ana", "paula", "lidia", "carla", "susi", "elena", "sonia", "nora", "sara", "rita", "teo")
MOVABLE = ("paula", "lidia", "carla", "sonia", "nora")
ABROAD = ("sonia", "nora")

moves = st.lists(
    st.one_of(
        st.tuples(st.just("restrict"), st.sets(st.sampled_from(("paula", "lidia", "carla")))),
        st.tuples(st.just("lift"), st.none()),
        st.tuples(st.just("share"), st.sampled_from(ABROAD)),
        st.tuples(st.just("break"), st.sampled_from(("lidia", "carla", "paula", "susi"))),
        st.tuples(st.just("end"), st.integers(0, 5)),
        st.tuples(st.just("review"), st.integers(0, 5)),
        st.tuples(st.just("withdraw"), st.none()),
        st.tuples(st.just("suspend"), st.sampled_from(MOVABLE)),
        st.tuples(st.just("reinstate"), st.sampled_from(MOVABLE)),
        st.tuples(
            st.just("role"),
            st.tuples(
                st.sampled_from(MOVABLE),
                st.sampled_from((Role.COUNSELOR, Role.SUPERVISOR, Role.PARTNER_ADMIN)),
            ),
        ),
        st.tuples(st.just("wait"), st.sampled_from((1, 3, 24, 24 * 20, 24 * 40))),
        st.tuples(st.just("tidy"), st.none()),
    ),
    max_size=9,
)


class World:
    """Rosario's case, the people around it, and what may happen to both."""

    def __init__(self, people, case) -> None:
        self.people = people
        self.case_id = case.id
        self.code = case.code
        self.clock = timezone.now()

    def happen(self, move, given) -> None:
        """One thing; what is refused has not happened."""
        with (
            suppress(CaseworkError, StaffError),
            time_machine.travel(self.clock, tick=False),
            transaction.atomic(),
        ):
            getattr(self, f"_{move}")(given)

    def _as(self, name):
        return working_as(self.people[name])

    def _restrict(self, named) -> None:
        team = [self.people[name].user for name in ("ana", *sorted(named))]
        with self._as("susi") as staff:
            case = case_for(staff, self.code)
            ends_at = timezone.now() + timedelta(days=30)
            restrict_case(case, team=team, ends_at=ends_at, reason="Es vecina", by=staff)

    def _lift(self, _given) -> None:
        with self._as("susi") as staff:
            lift_restriction(case_for(staff, self.code), by=staff)

    def _share(self, name) -> None:
        with self._as("ana") as staff:
            share_case(
                case_for(staff, self.code),
                recipient=self.people[name],
                compartments=[Compartment.IDENTITY],
                purpose="advice",
                reason="",
                ends_at=timezone.now() + timedelta(days=10),
                by=staff,
            )

    def _break(self, name) -> None:
        if self.people[name].role == Role.PARTNER_ADMIN or self.people[name].suspended_at:
            return
        with self._as(name) as staff:
            case = case_behind_glass(staff, self.code)
            break_glass(case, glass=Glass.CASE, reason="Urge", by=staff)

    def _end(self, number) -> None:
        standing = list(CaseException.objects.standing().exclude(kind="team")[number : number + 1])
        with self._as("susi") as staff:
            for exception in standing:
                end_exception(exception, by=staff)

    def _review(self, number) -> None:
        with self._as("susi") as staff:
            for exception in CaseException.objects.to_review()[number : number + 1]:
                case_for(staff, self.code)
                review_break_glass(exception, was_justified=True, note="Sí", by=staff)

    def _withdraw(self, _given) -> None:
        for consent in Consent.objects.filter(case=self.case_id, purpose="sharing"):
            consent.withdrawn_at = timezone.now()
            consent.save()

    def _suspend(self, name) -> None:
        with acting(SYSTEM):
            actions.suspend_staff(self.people[name], by=SYSTEM)
        self.people[name].refresh_from_db()

    def _reinstate(self, name) -> None:
        with acting(SYSTEM):
            actions.reinstate_staff(self.people[name], by=SYSTEM)
        self.people[name].refresh_from_db()

    def _role(self, given) -> None:
        name, role = given
        with acting(SYSTEM):
            actions.change_role(self.people[name], role=role, by=SYSTEM)
        self.people[name].refresh_from_db()

    def _wait(self, hours) -> None:
        self.clock += timedelta(hours=hours)

    def _tidy(self, _given) -> None:
        with acting(SYSTEM):
            end_what_ran_out()


def told(client, code) -> set[str]:
    """The people whom the page names."""
    page = client.get(f"/casos/{code}/equipo/")
    assert page.status_code == 200
    table = page.content.decode().split("<tbody>")[1].split("</tbody>")[0]
    return set(re.findall(r'<th scope="row">([^<]+)', table))


def gets_in(client, code) -> bool:
    """Whether she gets in by any door: the case's, or that of something shared of it."""
    shares = CaseException.objects.filter(kind="share").values_list("code", flat=True)
    doors = [f"/casos/{code}/", *(f"/casos/compartidos/{share}/" for share in shares)]
    return any(client.get(door).status_code == 200 for door in doors)


@pytest.fixture
def world(cast) -> World:
    with working_as(cast.ana) as ana:
        case = case_of(ROSARIO, by=ana)
    people = {name: getattr(cast, name) for name in PEOPLE if name not in {"carla", "nora"}}
    people["carla"] = newcomer(cast, "Carla Inti", Role.COUNSELOR)
    people["nora"] = newcomer(cast, "Nora Lazo", Role.PSYCHOLOGIST, cast.sur)
    return World(people, Case.objects.get(pk=case.pk))


@with_database
@given(course=moves)
def test_the_page_names_exactly_those_whom_the_door_lets_in(world, as_, course):
    with transaction.atomic():
        world.clock = timezone.now()
        for move, chosen in course:
            world.happen(move, chosen)
        with time_machine.travel(world.clock, tick=False):
            named = told(as_(world.people["susi"]), world.code)
            let_in = {
                member.user.full_name
                for member in world.people.values()
                if gets_in(as_(member), world.code)
            }
        assert named == let_in
        transaction.set_rollback(True)
    for member in world.people.values():
        member.refresh_from_db()
