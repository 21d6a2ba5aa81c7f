"""Hoy: what waits, for whom, in which order, at the same cost."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from casework.due import DueItem, due_for, register_source
from casework.models import Consent, Intake, SafeContact
from tests.plugins.cases import make_case, make_follow_up, working_as

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def on_a_monday(time_machine):
    time_machine.move_to("2026-11-23T10:00:00-04:00", tick=False)


def hoy(client) -> str:
    answer = client.get("/hoy/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("days", "is_shown"), [(-3, True), (0, True), (1, False)])
def test_follow_ups_of_today_and_overdue_ones_wait(cast, as_, rosario, days, is_shown):
    make_follow_up(rosario, cast.ana, TODAY + timedelta(days=days))
    assert ("Llamada telefónica segura" in hoy(as_(cast.ana))) is is_shown


def test_what_is_done_waits_no_more(cast, as_, rosario):
    call = make_follow_up(rosario, cast.ana, TODAY)
    client = as_(cast.ana)
    assert call.code in hoy(client)
    client.post(
        f"/casos/{rosario.code}/seguimientos/{call.code}/hecho/",
        {"finish-has_spoken_with_her": "yes"},
    )
    assert call.code not in hoy(client)


def test_a_colleagues_work_waits_for_her_and_for_the_supervisor(cast, as_, rosario):
    make_follow_up(rosario, cast.ana, TODAY)
    assert rosario.code not in hoy(as_(cast.paula))
    page = hoy(as_(cast.susi))
    assert rosario.code in page
    assert "Ana Choque" in page


def test_another_partner_sees_nothing_of_it(cast, as_, rosario):
    make_follow_up(rosario, cast.ana, TODAY)
    assert rosario.code not in hoy(as_(cast.sonia))


@pytest.mark.parametrize("who", ["elena", "rita", "teo"])
def test_people_without_cases_have_no_such_page(cast, as_, who):
    assert as_(getattr(cast, who)).get("/hoy/").status_code == 404


def test_the_greater_danger_comes_first_then_the_earlier_day(cast, as_):
    contact = {"last_contact_on": TODAY}
    medium = make_case(cast.ana, given_names="A", risk_level="medium", **contact)
    extreme = make_case(cast.ana, given_names="B", risk_level="extreme", **contact)
    older = make_case(cast.ana, given_names="C", risk_level="medium", **contact)
    make_follow_up(medium, cast.ana, TODAY - timedelta(days=1))
    make_follow_up(extreme, cast.ana, TODAY)
    make_follow_up(older, cast.ana, TODAY - timedelta(days=9))
    page = hoy(as_(cast.ana))
    assert page.index(extreme.code) < page.index(older.code) < page.index(medium.code)


@pytest.mark.parametrize(
    ("risk", "days", "is_shown"),
    [("high", 2, True), ("extreme", 5, True), ("high", 1, False), ("medium", 9, False)],
)
def test_high_risk_without_contact_for_48_hours_waits(cast, as_, risk, days, is_shown):
    make_case(cast.ana, risk_level=risk, last_contact_on=TODAY - timedelta(days=days))
    assert ("Sin contacto desde hace" in hoy(as_(cast.ana))) is is_shown


def test_a_dangerous_case_nobody_ever_spoke_on_waits_after_48_hours(cast, as_):
    make_case(cast.ana, risk_level="high", opened_at=timezone.now() - timedelta(hours=47))
    assert "Sin ningún contacto" not in hoy(as_(cast.ana))
    make_case(cast.ana, risk_level="high", opened_at=timezone.now() - timedelta(hours=49))
    assert "Sin ningún contacto" in hoy(as_(cast.ana))


@pytest.mark.parametrize(
    ("days", "left_to_her", "is_shown"),
    [(30, False, False), (31, False, True), (31, True, False)],
)
def test_a_safe_contact_is_confirmed_again_after_30_days(
    cast, as_, rosario, days, left_to_her, is_shown
):
    with working_as(cast.ana):
        contact = SafeContact.objects.get()
        contact.confirmed_on = TODAY - timedelta(days=days)
        contact.she_will_contact_us = left_to_her
        contact.save()
    assert ("Reconfirmar el contacto seguro" in hoy(as_(cast.ana))) is is_shown


@pytest.mark.parametrize(("days", "is_shown"), [(7, True), (8, False), (-1, True)])
def test_a_consent_that_ends_within_a_week_waits(cast, as_, rosario, days, is_shown):
    with working_as(cast.ana):
        consent = Consent.objects.get()
        consent.given_on = TODAY - timedelta(days=60)
        consent.ends_on = TODAY + timedelta(days=days)
        consent.save()
    assert ("Renovar su consentimiento" in hoy(as_(cast.ana))) is is_shown


def test_an_appointment_stands_with_its_hour(cast, as_, rosario):
    make_follow_up(rosario, cast.ana, TODAY, due_at_time="15:30")
    page = hoy(as_(cast.ana))
    assert "Citas de hoy" in page
    assert "15:30" in page
    assert page.count(rosario.code) < 4


def test_an_unfinished_intake_waits_for_whoever_began_it(cast, as_):
    with working_as(cast.ana):
        intake = Intake.objects.create(partner=cast.norte, opened_by=cast.ana.user)
    assert intake.code in hoy(as_(cast.ana))
    assert intake.code not in hoy(as_(cast.paula))
    assert intake.code not in hoy(as_(cast.susi))


def test_a_quiet_day_says_so(cast, as_):
    assert "Nada pendiente por hoy" in hoy(as_(cast.ana))


def test_no_name_stands_on_it(cast, as_, rosario):
    make_follow_up(rosario, cast.ana, TODAY)
    page = hoy(as_(cast.ana))
    assert "R. Q." in page
    assert "Rosario" not in page
    assert "Preguntar por la audiencia" not in page


def test_it_costs_the_same_for_one_case_as_for_many(
    cast, as_, rosario, django_assert_max_num_queries, django_assert_num_queries
):
    client = as_(cast.ana)
    make_follow_up(rosario, cast.ana, TODAY)
    hoy(client)
    with django_assert_max_num_queries(30) as one:
        hoy(client)
    for n in range(6):
        make_follow_up(make_case(cast.ana, given_names=f"N{n}"), cast.ana, TODAY)
    with django_assert_num_queries(len(one)):
        hoy(client)


def test_an_app_above_adds_what_waits_there(cast, rosario, monkeypatch):
    monkeypatch.setattr("casework.due._sources", [])

    @register_source
    def answered(staff, day):
        yield DueItem("referral", day, rosario.code, "low", "Respondieron", "/derivaciones/")

    register_source(answered)
    with working_as(cast.ana) as ana:
        assert [item.label for item in due_for(ana, TODAY)] == ["Respondieron"]


def test_several_consents_of_a_case_are_one_line(cast, as_, rosario):
    with working_as(cast.ana):
        for purpose in ("services", "statistics", "referral_health"):
            Consent.objects.update_or_create(
                case=rosario,
                purpose=purpose,
                defaults={
                    "partner": cast.norte,
                    "created_by": cast.ana.user,
                    "is_granted": True,
                    "given_on": TODAY - timedelta(days=60),
                    "ends_on": TODAY + timedelta(days=3),
                },
            )
    assert hoy(as_(cast.ana)).count("Renovar sus consentimientos") == 1
