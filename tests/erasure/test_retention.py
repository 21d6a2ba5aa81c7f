"""The clock of a partner's rules: off until two people set it, announced, stopped by a hold."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.models import TrailEntry
from audit.refusals import Refused
from casework.actions.closing import reopen_case
from casework.models import Case, SupportSession
from erasure.actions.holding import place_hold
from erasure.actions.retention import plus_months
from erasure.actions.rules import decide_rule, propose_rule
from erasure.errors import AskedAlready, DecidedAlready, OwnRequest
from erasure.extents import Extent
from erasure.models import ErasedCase, Erasure, RetentionRule
from erasure.tasks import keep_retention
from tests.plugins.cases import working_as


def rule(house, extent=Extent.EVERYTHING, months=12):
    """A rule that the administrator proposed and the supervisor approved."""
    with working_as(house.norte["partner_admin"]) as staff:
        propose_rule(extent=extent, months=months, by=staff)
    with working_as(house.norte["supervisor"]) as staff:
        decide_rule(extent, is_approved=True, by=staff)


def tick(days):
    """The clock's round, so many days from now."""
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        keep_retention.apply()


@pytest.fixture
def closed(house):
    """The case that norte closed today."""
    return Case.objects.get(code=house.norte.codes["CERRADO"])


def test_without_a_rule_everything_is_kept(house, closed):
    tick(days=5_000)
    assert Case.objects.filter(pk=closed.pk).exists()
    assert not Erasure.objects.exists()


def test_a_rule_announces_thirty_days_ahead_and_erases_then(house, closed):
    rule(house, months=12)
    tick(days=330)
    assert not Erasure.objects.exists()
    tick(days=337)
    announced = Erasure.objects.get()
    assert (announced.state, announced.case_id) == ("announced", closed.pk)
    assert TrailEntry.objects.get(deed="announce_erasure").actor_role == "system"
    assert announced.due_on >= timezone.localdate() + timedelta(days=365)
    tick(days=360)
    assert Case.objects.filter(pk=closed.pk).exists()
    tick(days=368)
    assert not Case.objects.filter(pk=closed.pk).exists()
    assert Erasure.objects.get().state == "done"
    assert Case.objects.filter(pk=house.norte.case.pk).exists()
    assert ErasedCase.objects.count() == 1
    entry = TrailEntry.objects.get(deed="erase_by_rule", event="deed")
    assert (entry.actor_role, entry.details["case"]) == ("system", closed.code)


def test_the_responsible_person_and_the_supervisor_are_told_neutrally(house, closed, as_):
    rule(house, months=12)
    mail.outbox.clear()
    tick(days=337)
    wanted = {house.norte[role].user.email for role in ("counselor", "supervisor")}
    assert {message.to[0] for message in mail.outbox} == wanted
    assert all(closed.code not in str(message.message()) for message in mail.outbox)
    tick(days=338)
    assert len(mail.outbox) == 2
    for role in ("counselor", "supervisor"):
        with time_machine.travel(timezone.now() + timedelta(days=338)):
            assert "Se borrarán datos" in as_(house.norte[role]).get("/hoy/").content.decode()


def test_what_could_not_be_told_is_not_erased(house, closed, settings):
    rule(house, months=12)
    settings.EMAIL_BACKEND = "tests.no.such.Backend"
    tick(days=337)
    tick(days=400)
    assert Case.objects.filter(pk=closed.pk).exists()


def test_a_legal_hold_stops_the_clock(house, closed):
    rule(house, months=12)
    tick(days=337)
    with working_as(house.norte["counselor"]) as staff:
        place_hold(closed, reason="order", words="Orden", by=staff)
    tick(days=400)
    assert Case.objects.filter(pk=closed.pk).exists()
    assert [each.state for each in Erasure.objects.all()] == ["cancelled"]


def test_a_case_that_was_opened_again_is_not_erased(house, closed):
    rule(house, months=12)
    tick(days=337)
    with working_as(house.norte["counselor"]) as staff:
        reopen_case(Case.objects.get(pk=closed.pk), reason="Volvió", by=staff)
    tick(days=400)
    assert Case.objects.filter(pk=closed.pk).exists()
    assert Erasure.objects.get().state == "cancelled"


def test_a_rule_that_was_replaced_erases_nothing(house, closed):
    rule(house, months=12)
    tick(days=337)
    rule(house, months=None)
    tick(days=400)
    assert Case.objects.filter(pk=closed.pk).exists()
    assert Erasure.objects.get().state == "cancelled"


def test_a_rule_about_a_part_takes_the_part_and_once(house, closed):
    rule(house, Extent.PSYCHOLOGICAL_NOTES, months=12)
    tick(days=337)
    tick(days=370)
    tick(days=371)
    assert [each.state for each in Erasure.objects.all()] == ["done"]
    assert Case.objects.filter(pk=closed.pk).exists()


def test_a_rule_about_the_narrative_opens_its_keys_on_the_record(house, closed):
    rule(house, Extent.NARRATIVE, months=12)
    tick(days=337)
    tick(days=370)
    assert Erasure.objects.get().state == "done"
    assert TrailEntry.objects.filter(event="keys_opened", reason="erase_by_rule").exists()
    assert SupportSession.objects.filter(
        case=house.norte.case.pk, note_erased_on__isnull=True
    ).exists()


# --- two people for the rule itself -----------------------------------------------------------


def test_nobody_approves_the_rule_she_proposed(house):
    with working_as(house.norte["supervisor"]) as staff:
        propose_rule(extent=Extent.EVERYTHING, months=12, by=staff)
        with pytest.raises(OwnRequest):
            decide_rule(Extent.EVERYTHING, is_approved=True, by=staff)
    assert not RetentionRule.objects.standing().exists()


def test_the_database_refuses_that_one_person_sets_a_rule(house):
    with working_as(house.norte["supervisor"]) as staff:
        proposed = propose_rule(extent=Extent.EVERYTHING, months=12, by=staff)
    proposed.state, proposed.decided_by = "standing", proposed.asked_by
    with pytest.raises(IntegrityError, match="nobody_decides_the_rule"), transaction.atomic():
        proposed.save()


def test_an_approved_rule_takes_the_place_of_the_one_that_stood(house):
    rule(house, months=12)
    rule(house, months=24)
    assert [each.months for each in RetentionRule.objects.standing()] == [24]
    with working_as(house.norte["supervisor"]) as staff, pytest.raises(DecidedAlready):
        decide_rule(Extent.EVERYTHING, is_approved=True, by=staff)


def test_two_proposals_about_the_same_do_not_wait_together(house):
    with working_as(house.norte["supervisor"]) as staff:
        propose_rule(extent=Extent.EVERYTHING, months=12, by=staff)
    with working_as(house.norte["partner_admin"]) as staff, pytest.raises(AskedAlready):
        propose_rule(extent=Extent.EVERYTHING, months=18, by=staff)


def test_a_counselor_sets_no_rule(house):
    with working_as(house.norte["counselor"]) as staff, pytest.raises(Refused):
        propose_rule(extent=Extent.EVERYTHING, months=12, by=staff)


def test_months_are_counted_by_the_calendar():
    assert plus_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert plus_months(date(2026, 3, 15), -3) == date(2025, 12, 15)
    assert plus_months(date(2026, 12, 1), 13) == date(2028, 1, 1)
