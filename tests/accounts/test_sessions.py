from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession

from tests.plugins.cast import entries

MORNING = "2026-03-01T09:00:00+00:00"


@pytest.fixture
def clock():
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


def test_a_session_lives_while_it_is_used(cast, clock, as_):
    browser = as_(cast.ana)
    for _ in range(30):
        assert browser.get("/cuenta/").status_code == 200
        clock.shift(timedelta(minutes=14))


def test_fifteen_idle_minutes_end_a_session(cast, clock, as_):
    browser = as_(cast.ana)
    assert browser.get("/cuenta/").status_code == 200
    clock.shift(timedelta(minutes=15))
    answer = browser.get("/cuenta/", follow=True)
    assert answer.redirect_chain == [("/entrar/?next=/cuenta/", 302)]
    assert "se cerró sola por su seguridad" in answer.content.decode()
    entry = entries("signed_out")[-1]
    assert (entry.actor_name, entry.reason) == ("ana@norte.example", "session_expired")
    assert browser.get("/cuenta/").status_code == 302


def test_ten_hours_end_a_session_however_busy(cast, clock, as_):
    browser = as_(cast.ana)
    statuses = []
    for _ in range(61):
        statuses.append(browser.get("/cuenta/").status_code)
        clock.shift(timedelta(minutes=10))
    assert statuses == [200] * 60 + [302]


def test_the_clock_starts_with_the_sign_in_itself(cast, clock, sign_in):
    browser, _ = sign_in("ana@norte.example")
    clock.shift(timedelta(minutes=16))
    assert browser.get("/cuenta/").status_code == 302


def test_a_form_sent_too_late_leads_to_the_front_page_after_signing_in(cast, clock, as_):
    browser = as_(cast.ana)
    browser.get("/cuenta/")
    clock.shift(timedelta(minutes=16))
    answer = browser.post("/cuenta/idioma/", {"language": "en"})
    assert answer["Location"] == "/entrar/?next=/"


def test_part_of_a_page_sent_too_late_takes_the_whole_page_to_the_entry(cast, clock, as_):
    browser = as_(cast.ana)
    browser.get("/cuenta/")
    clock.shift(timedelta(minutes=16))
    answer = browser.get("/cuenta/", HTTP_HX_REQUEST="true")
    assert answer["HX-Redirect"] == "/entrar/"


def test_being_seen_is_written_at_most_once_a_minute(
    cast, clock, as_, django_assert_max_num_queries
):
    browser = as_(cast.ana)
    browser.get("/cuenta/")
    clock.shift(timedelta(seconds=30))
    with django_assert_max_num_queries(10) as queries:
        browser.get("/cuenta/")
    assert not [query for query in queries if query["sql"].startswith(("UPDATE", "INSERT"))]


def test_a_person_ends_her_other_sessions(cast, sign_in):
    (here, _), (there, _) = sign_in("ana@norte.example"), sign_in("ana@norte.example")
    page = here.get("/cuenta/sesiones/").content.decode()
    assert page.count("Android · Chrome") == 2
    assert here.post("/cuenta/sesiones/").status_code == 302
    assert here.get("/cuenta/").status_code == 200
    assert there.get("/cuenta/").status_code == 302


def test_a_person_does_not_see_the_sessions_of_another(cast, sign_in):
    sign_in("paula@norte.example")
    browser, _ = sign_in("ana@norte.example")
    assert browser.get("/cuenta/sesiones/").content.decode().count("Android · Chrome") == 1


def test_of_a_browser_only_its_coarse_name_is_kept(cast, sign_in):
    client, _answer = sign_in(cast.ana.user.email)
    (kept,) = UserSession.objects.filter(user=cast.ana.user)
    assert kept.user_agent == "Android · Chrome"
    assert "Android · Chrome" in client.get("/cuenta/sesiones/").content.decode()
