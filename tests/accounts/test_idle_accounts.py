"""An account nobody uses is warned of after 53 days and suspended after 60."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from accounts.actions import reinstate_staff
from accounts.clock import look_for_idle
from accounts.models import Membership
from audit.context import acting
from tests.plugins.cast import SYSTEM, deeds, entries

EVERYBODY = ("ana", "paula", "lidia", "susi", "elena", "emma", "sonia", "sara")
BEGINNING = "2026-03-01T12:00:00+00:00"


@pytest.fixture(autouse=True)
def clock(cast):
    with time_machine.travel(BEGINNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def night(clock, cast, django_capture_on_commit_callbacks):
    """Let days pass; everybody but the idle comes in now and then; then the task runs."""

    def come_in(*, but: tuple[str, ...] = ()) -> None:
        for name in (*EVERYBODY, "rita", "teo"):
            if name not in but:
                getattr(cast, name).user.last_login = timezone.now()
                getattr(cast, name).user.save(update_fields=["last_login"])

    def pass_days(days: int, *, but: tuple[str, ...] = ("ana",)) -> None:
        clock.shift(timedelta(days=days))
        come_in(but=(*but, "rita", "teo"))
        with django_capture_on_commit_callbacks(execute=True):
            look_for_idle.delay()

    come_in()
    return pass_days


def suspended() -> set[str]:
    rows = Membership.objects.filter(suspended_at__isnull=False).select_related("user")
    return {member.user.email.partition("@")[0] for member in rows}


def letters() -> dict[str, str]:
    return {letter.to[0].partition("@")[0]: letter.body for letter in mail.outbox}


def test_a_week_before_she_and_the_administrators_are_told_and_nobody_else(cast, night):
    mail.outbox.clear()
    night(52)
    assert mail.outbox == []
    night(1)
    assert set(letters()) == {"ana", "elena", "emma"}
    assert "se suspende" in letters()["ana"]
    assert not [body for body in letters().values() if "Choque" in body or "norte" in body.lower()]
    assert {letter.subject for letter in mail.outbox} == {"Agenda"}
    night(1)
    assert len(mail.outbox) == 3


def test_after_sixty_days_she_is_suspended_and_her_colleagues_are_not(cast, night):
    night(53)
    night(6)
    assert suspended() == set()
    night(1)
    assert suspended() == {"ana"}
    entry = next(each for each in entries("deed") if each.deed == "suspend_staff")
    assert (entry.actor_role, entry.partner_id) == ("system", cast.norte.pk)
    assert deeds().count("warn_idle") == 1


def test_whoever_comes_back_in_that_week_stays(cast, night):
    night(53)
    night(6, but=())
    night(20)
    assert suspended() == set()
    night(33)
    night(7)
    assert suspended() == {"ana"}


def test_nobody_is_suspended_without_a_week_of_warning(cast, night):
    night(90)
    assert suspended() == set()
    night(7)
    assert suspended() == {"ana"}


def test_the_last_administrator_of_a_partner_is_never_suspended(cast, night):
    night(53, but=("sara",))
    night(30, but=("sara",))
    assert suspended() == set()
    night(60, but=("elena", "emma"))
    night(7, but=("elena", "emma"))
    assert len(suspended()) == 1


def test_whoever_is_reinstated_has_her_week_again(cast, night):
    night(53)
    night(7)
    with acting(SYSTEM):
        reinstate_staff(cast.ana, by=SYSTEM)
    night(1)
    assert suspended() == set()
    night(7)
    assert suspended() == {"ana"}


def test_people_of_the_network_and_people_invited_are_left_alone(cast, night, clock):
    cast.ana.user.set_unusable_password()
    cast.ana.user.save()
    night(60)
    night(10)
    assert suspended() == set()
