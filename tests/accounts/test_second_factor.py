import json

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.sessions.models import Session
from django.db import connection

from accounts.actions import invite_staff
from accounts.adapters import SecondFactorAdapter
from accounts.permissions import Role
from audit.context import acting
from tests.plugins.cast import PASSWORD, SYSTEM, deeds, entries
from vault.errors import Tampered


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def code_for(secret: str) -> str:
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def set_up(browser) -> str:
    """Set up an app in this browser and answer with its secret."""
    secret = browser.get("/cuenta/segundo-paso/activar/").context["secret"]
    answer = browser.post("/cuenta/segundo-paso/activar/", {"code": code_for(secret)})
    assert answer["Location"] == "/cuenta/segundo-paso/respaldo/"
    return secret


@pytest.fixture
def ana(cast, sign_in):
    """Ana's browser, after her password."""
    return sign_in("ana@norte.example")[0]


def test_outside_the_demo_nobody_goes_further_without_a_second_factor(ana):
    for path in ("/cuenta/", "/cuenta/sesiones/", "/cuenta/clave/", "/administracion/"):
        assert ana.get(path)["Location"] == "/cuenta/segundo-paso/activar/"
    set_up(ana)
    assert ana.get("/cuenta/").status_code == 200


def test_a_look_at_another_page_does_not_stand_in_the_way(ana, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert ana.get("/cuenta/clave/").status_code == 200  # the sign-in library copies the address
    settings.SECOND_FACTOR_REQUIRED = True
    set_up(ana)


def test_in_the_demo_a_password_is_enough(ana, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert ana.get("/cuenta/").status_code == 200


def test_without_a_second_factor_no_key_is_open(ana, monkeypatch):
    opened = []
    monkeypatch.setattr("accounts.middleware.open_keys", opened.append)
    ana.get("/cuenta/segundo-paso/activar/")
    assert opened == []


def test_the_way_out_is_open_without_a_second_factor(ana):
    assert ana.post("/salir/")["Location"] == "/entrar/"


def test_the_picture_needs_nothing_that_the_policy_forbids(ana):
    answer = ana.get("/cuenta/segundo-paso/activar/")
    page = answer.content.decode()
    assert "<svg" in page
    assert not [bad for bad in ("data:", "style=", "<style", "onload") if bad in page]
    assert "img-src 'self'" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_the_next_sign_in_asks_for_a_code(cast, ana, sign_in):
    with time_machine.travel("2026-03-01T09:00:00+00:00", tick=False) as now:
        ana = sign_in("ana@norte.example", client=ana)[0]
        ana.post("/salir/")
        ana = sign_in("ana@norte.example")[0]
        secret = set_up(ana)
        now.shift(90)
        browser, answer = sign_in("ana@norte.example")
        assert answer["Location"] == "/entrar/codigo/"
        assert browser.get("/cuenta/").status_code == 302
        assert browser.post("/entrar/codigo/", {"code": "000000"}).status_code == 200
        assert entries("sign_in_failed")[-1].partner_id == cast.norte.pk
        code = code_for(secret)
        assert browser.post("/entrar/codigo/", {"code": code})["Location"] == "/"
        assert browser.get("/cuenta/").status_code == 200
        other, _ = sign_in("ana@norte.example")
        assert other.post("/entrar/codigo/", {"code": code}).status_code == 200  # used already


def test_wrong_codes_lock_and_the_lock_is_recorded(cast, ana, sign_in):
    set_up(ana)
    browser, _ = sign_in("ana@norte.example")
    for _ in range(6):
        answer = browser.post("/entrar/codigo/", {"code": "000000"})
    assert "Demasiados intentos seguidos" in answer.content.decode()
    assert entries("locked_out")[-1].actor_name == "ana@norte.example"


def test_a_recovery_code_lets_her_in_once(cast, ana, sign_in):
    set_up(ana)
    row = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
    code = RecoveryCodes(row).get_unused_codes()[0]
    browser, _ = sign_in("ana@norte.example")
    assert browser.post("/entrar/codigo/", {"code": code})["Location"] == "/"
    other, _ = sign_in("ana@norte.example")
    assert other.post("/entrar/codigo/", {"code": code}).status_code == 200


def test_a_session_from_before_the_app_must_show_a_code_too(cast, ana, sign_in):
    before, _ = sign_in("ana@norte.example")
    secret = set_up(ana)
    sent = before.get("/cuenta/")
    assert sent["Location"] == "/cuenta/confirmar/codigo/?next=/cuenta/"
    code = RecoveryCodes(
        Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
    ).get_unused_codes()[0]
    assert secret
    assert before.post(sent["Location"], {"code": code})["Location"] == "/cuenta/"
    assert before.get("/cuenta/").status_code == 200


def test_removing_the_app_closes_everything_until_another_is_set_up(ana):
    set_up(ana)
    assert ana.post("/cuenta/segundo-paso/quitar/").status_code == 302
    assert ana.get("/cuenta/")["Location"] == "/cuenta/segundo-paso/activar/"
    set_up(ana)
    assert ana.get("/cuenta/").status_code == 200
    assert [deed for deed in deeds() if "second_factor" in deed] == [
        "set_up_second_factor",
        "remove_second_factor",
        "set_up_second_factor",
    ]


def test_removing_the_app_later_asks_again_who_she_is(ana):
    with time_machine.travel("2027-03-01T09:00:00+00:00", tick=False) as now:
        ana.post("/entrar/", {"login": "ana@norte.example", "password": PASSWORD})
        set_up(ana)
        now.shift(301)
        assert ana.get("/cuenta/segundo-paso/quitar/")["Location"].startswith("/cuenta/confirmar/")
        answer = ana.post(
            "/cuenta/confirmar/?next=/cuenta/segundo-paso/quitar/", {"password": "not-hers-1234"}
        )
        assert answer.status_code == 200
        answer = ana.post(
            "/cuenta/confirmar/?next=/cuenta/segundo-paso/quitar/", {"password": PASSWORD}
        )
        assert answer["Location"] == "/cuenta/segundo-paso/quitar/"
        assert ana.get("/cuenta/segundo-paso/quitar/").status_code == 200


def test_an_administrator_lets_somebody_set_up_another_phone(cast, ana, as_, settings):
    set_up(ana)
    settings.SECOND_FACTOR_REQUIRED = False
    as_(cast.elena, fresh=True).post(f"/administracion/personas/{cast.ana.code}/telefono/")
    settings.SECOND_FACTOR_REQUIRED = True
    assert ana.get("/cuenta/")["Location"].startswith("/entrar/")
    ana.post("/entrar/", {"login": "ana@norte.example", "password": PASSWORD})
    assert ana.get("/cuenta/")["Location"] == "/cuenta/segundo-paso/activar/"
    assert "reset_second_factor" in deeds()


def test_an_administrator_cannot_reset_what_another_partner_relies_on(cast, as_, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    with acting(SYSTEM):
        member = invite_staff(
            cast.norte, email="sonia@sur.example", full_name="S", role=Role.COUNSELOR, by=SYSTEM
        )
    path = f"/administracion/personas/{member.code}/telefono/"
    page = as_(cast.elena, fresh=True).post(path, follow=True).content.decode()
    assert "trabaja también en otra organización" in page


def test_recovery_codes_are_shown_and_renewed(ana):
    set_up(ana)
    first = ana.get("/cuenta/segundo-paso/respaldo/").context["unused_codes"]
    assert len(first) == 10
    assert ana.post("/cuenta/segundo-paso/respaldo/nuevos/").status_code == 302
    assert not set(first) & set(ana.get("/cuenta/segundo-paso/respaldo/").context["unused_codes"])


def test_no_secret_can_be_read_in_the_database(ana):
    waiting = ana.get("/cuenta/segundo-paso/activar/").context["secret"]
    assert waiting not in _sessions()
    secret = set_up(ana)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        stored = json.dumps([str(row) for row in cursor.fetchall()])
        cursor.execute("SELECT changes FROM audit_trailentry")
        stored += json.dumps([str(row) for row in cursor.fetchall()])
    assert "system:" in stored
    assert secret not in stored + _sessions()


def test_a_secret_that_was_planted_in_the_database_opens_nothing():
    with pytest.raises(Tampered):
        SecondFactorAdapter().decrypt("JBSWY3DPEHPK3PXP")


def _sessions() -> str:
    return json.dumps([row.get_decoded() for row in Session.objects.all()])
