"""Two people at the same moment, over two real connections: it is done once, or not at all."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.actions.staff import invite_staff
from accounts.models import Membership
from accounts.permissions import Role
from audit.context import acting
from audit.models import TrailEntry
from audit.refusals import Refused
from casework.models import Case
from erasure.actions.asking import approve_erasure, ask_erasure
from erasure.actions.holding import place_hold
from erasure.book import lines
from erasure.errors import AskedAlready, DecidedAlready, HeldByLaw, OwnRequest
from erasure.models import ErasedCase, Erasure
from tests.erasure.conftest import ask
from tests.plugins.cases import working_as
from tests.plugins.cast import SYSTEM, working

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer"),
]
REFUSALS = (AskedAlready, DecidedAlready, HeldByLaw, OwnRequest, Refused)


def at_once(*deeds):
    """Whether each was done, all begun at the same moment, each over a connection of its own."""
    start = Barrier(len(deeds))

    def run(deed):
        try:
            start.wait(timeout=20)
            deed()
        except REFUSALS as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(run, deeds))


def approving(asked, member):
    def deed():
        with working_as(member) as staff:
            approve_erasure(Erasure.objects.get(pk=asked.pk), by=staff)

    return deed


@pytest.fixture
def second_supervisor(house) -> Membership:
    with acting(SYSTEM):
        member = invite_staff(
            house.norte.partner,
            email="sabina@norte.example",
            full_name="Sabina Rea",
            role=Role.SUPERVISOR,
            by=SYSTEM,
        )
        return working(member)


def test_two_supervisors_who_approve_at_once_erase_once(house, second_supervisor):
    asked = ask(house.norte.case, house.norte["counselor"])
    first, second = house.norte["supervisor"], second_supervisor
    answers = at_once(approving(asked, first), approving(asked, second))
    assert answers == ["DecidedAlready", "done"]
    assert ErasedCase.objects.count() == len(list(lines())) == 1
    assert TrailEntry.objects.filter(deed="approve_erasure").count() == 1


def test_one_person_cannot_finish_it_by_racing_two_requests(house):
    supervisor = house.norte["supervisor"]
    case = Case.objects.get(pk=house.norte.case.pk)
    asked = ask(case, supervisor)
    answers = at_once(approving(asked, supervisor), approving(asked, supervisor))
    assert answers == ["OwnRequest", "OwnRequest"]
    assert Case.objects.filter(pk=case.pk).exists()


def test_one_person_who_asks_twice_at_once_has_asked_once(house):
    def asking():
        with working_as(house.norte["counselor"]) as staff:
            case = Case.objects.get(pk=house.norte.case.pk)
            ask_erasure(case, extent="everything", wish="hers", words="Sí", by=staff)

    assert at_once(asking, asking) == ["AskedAlready", "done"]
    assert Erasure.objects.count() == 1


def test_a_hold_and_an_approval_at_once_end_in_one_of_the_two(house):
    asked = ask(house.norte.case, house.norte["counselor"])

    def holding():
        with working_as(house.norte["legal_advisor"]) as staff:
            case = Case.objects.get(pk=house.norte.case.pk)
            place_hold(case, reason="order", words="Orden", by=staff)

    def careful():
        try:
            holding()
        except Case.DoesNotExist as gone:
            raise DecidedAlready from gone

    answers = at_once(approving(asked, house.norte["supervisor"]), careful)
    is_there = Case.objects.filter(pk=house.norte.case.pk).exists()
    assert is_there == (Erasure.objects.get().state == "cancelled")
    assert "done" in answers
