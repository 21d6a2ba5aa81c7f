import base64
import hashlib
from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession

from accounts.actions import change_role
from accounts.permissions import Role
from audit.context import acting
from tests.plugins.cast import SYSTEM, entries
from tests.plugins.pages import page_in

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
    assert page.count('"tasks__name">Android · Chrome') == 2
    assert here.post("/cuenta/sesiones/").status_code == 302
    assert here.get("/cuenta/").status_code == 200
    assert there.get("/cuenta/").status_code == 302


def test_a_person_ends_one_of_her_sessions_and_the_rest_go_on(cast, sign_in):
    (here, _), (lost, _), (desk, _) = (sign_in("ana@norte.example") for _ in range(3))
    page = page_in(here.get("/cuenta/sesiones/"))
    codes = [control.value for form in page.forms for control in form.named("device")]
    assert len(codes) == 2
    assert here.post("/cuenta/sesiones/", {"device": codes[0]}).status_code == 302
    assert [browser.get("/cuenta/").status_code for browser in (here, lost, desk)] == [
        200,
        302,
        200,
    ]
    assert entries("deed")[-1].deed == "end_sessions"
    again = here.post("/cuenta/sesiones/", {"device": codes[0]}, follow=True)
    assert "ya estaba cerrada" in again.content.decode()


def test_a_person_cannot_end_the_session_of_another(cast, sign_in):
    paula, _ = sign_in("paula@norte.example")
    ana, _ = sign_in("ana@norte.example")
    key = paula.session.session_key
    code = base64.b32encode(hashlib.sha256(key.encode()).digest()).decode().lower()[:16]
    for sent in (code, key, "x" * 5000, "\x00"):
        ana.post("/cuenta/sesiones/", {"device": sent})
    assert paula.get("/cuenta/").status_code == 200


def test_a_session_says_when_it_was_last_used(cast, clock, sign_in):
    browser, _ = sign_in("ana@norte.example")
    clock.shift(timedelta(minutes=10))
    browser.get("/cuenta/")
    page = browser.get("/cuenta/sesiones/").content.decode()
    assert "Abierta el 1 mar 2026, 05:00; usada por última vez el 1 mar 2026, 05:10" in page


def end_of_suspension(cast, suspend):
    suspend(cast.ana)


def end_of_role(cast, suspend):
    with acting(SYSTEM):
        change_role(cast.ana, role=Role.SUPERVISOR, by=SYSTEM)


def end_of_password(cast, suspend):
    cast.ana.user.set_password("puerta-lunes-cobre-98")
    cast.ana.user.save()


@pytest.mark.parametrize("change", [end_of_suspension, end_of_role, end_of_password])
def test_who_was_suspended_or_moved_or_has_a_new_password_is_out_with_the_next_request(
    cast, sign_in, suspend, change
):
    (ana, _), (paula, _) = sign_in("ana@norte.example"), sign_in("paula@norte.example")
    assert ana.get("/cuenta/").status_code == 200
    change(cast, suspend)
    assert ana.get("/cuenta/")["Location"].startswith("/entrar/")
    assert paula.get("/cuenta/").status_code == 200


def test_every_page_knows_when_it_will_be_locked_and_says_so_without_scripts(cast, as_, settings):
    settings.SESSION_IDLE = timedelta(minutes=10)
    page = as_(cast.ana).get("/cuenta/").content.decode()
    assert 'data-idle-warn="480" data-idle-lock="600"' in page
    assert "la sesión se cierra sola" in page.partition("<noscript>")[2].partition("</noscript>")[0]


def test_a_person_does_not_see_the_sessions_of_another(cast, sign_in):
    sign_in("paula@norte.example")
    browser, _ = sign_in("ana@norte.example")
    assert browser.get("/cuenta/sesiones/").content.decode().count("Android · Chrome") == 1


def test_of_a_browser_only_its_coarse_name_is_kept(cast, sign_in):
    client, _answer = sign_in(cast.ana.user.email)
    (kept,) = UserSession.objects.filter(user=cast.ana.user)
    assert kept.user_agent == "Android · Chrome"
    assert "Android · Chrome" in client.get("/cuenta/sesiones/").content.decode()
