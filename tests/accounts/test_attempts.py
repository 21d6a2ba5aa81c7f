"""Limits that slow whoever guesses, and leave the person her own device."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.test import Client

from accounts import known_device
from tests.plugins.cast import PASSWORD, entries, link_in_mail

MORNING = "2026-03-01T09:00:00+00:00"
WRONG = "not-her-password-1"
ANA = "ana@norte.example"
LOCKED = "Demasiados intentos seguidos"


@pytest.fixture(autouse=True)
def clock(cast):
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def her_own(cast, sign_in):
    """Ana's device: she has signed in on it and left again."""
    browser, answer = sign_in(ANA)
    assert answer.status_code == 302
    browser.post("/salir/")
    return browser


def guess(sign_in, times: int, *, address: str = ANA, network: str = "203.0.113") -> bool:
    """Strangers try wrong passwords, each from another place; whether the last was locked out."""
    for number in range(times):
        _, answer = sign_in(address, WRONG, REMOTE_ADDR=f"{network}.{number % 250}")
    return LOCKED in answer.content.decode()


def test_a_stranger_is_slowed_whatever_network_he_comes_from(cast, clock, sign_in):
    assert not guess(sign_in, 5)
    assert guess(sign_in, 1, network="198.51.100")
    clock.shift(timedelta(minutes=11))
    assert not guess(sign_in, 1)


def test_a_stranger_who_locks_an_account_does_not_lock_her_out_of_her_own_device(
    cast, her_own, sign_in
):
    assert guess(sign_in, 40)
    assert LOCKED in sign_in(ANA, PASSWORD)[1].content.decode()
    assert sign_in(ANA, PASSWORD, client=her_own)[1].status_code == 302


def test_a_colleague_of_the_same_network_does_not_lock_her_out_of_it(cast, her_own, sign_in):
    for number in range(31):
        sign_in(f"n{number}@norte.example", WRONG)
    assert LOCKED in sign_in("paula@norte.example", PASSWORD)[1].content.decode()
    assert sign_in(ANA, PASSWORD, client=her_own)[1].status_code == 302


def test_her_own_device_takes_five_wrong_passwords_in_ten_minutes_too(
    cast, clock, her_own, sign_in
):
    for _ in range(5):
        sign_in(ANA, WRONG, client=her_own)
    assert LOCKED in sign_in(ANA, PASSWORD, client=her_own)[1].content.decode()
    assert sign_in(ANA, PASSWORD)[1].status_code == 302  # from elsewhere: nobody used that up
    clock.shift(timedelta(minutes=11))
    assert sign_in(ANA, PASSWORD, client=her_own)[1].status_code == 302


def test_a_device_is_known_to_the_accounts_that_used_it_and_to_no_other(cast, her_own, sign_in):
    guess(sign_in, 6, address="paula@norte.example")
    answer = sign_in("paula@norte.example", PASSWORD, client=her_own)[1]
    assert LOCKED in answer.content.decode()
    guess(sign_in, 6)
    assert sign_in(ANA, PASSWORD, client=her_own)[1].status_code == 302


def test_a_made_up_token_makes_no_device_known(cast, sign_in):
    guess(sign_in, 6)
    for value in ("x", signing.dumps({"a": "b"}), signing.dumps([1], salt="other")):
        forger = Client()
        forger.cookies[known_device.COOKIE] = value
        assert LOCKED in sign_in(ANA, PASSWORD, client=forger)[1].content.decode()


def test_a_device_is_forgotten_after_half_a_year_without_signing_in(cast, clock, her_own, sign_in):
    clock.shift(timedelta(days=181))
    guess(sign_in, 6)
    assert LOCKED in sign_in(ANA, PASSWORD, client=her_own)[1].content.decode()


def test_many_guesses_on_many_accounts_slow_all_strangers_and_no_known_device(
    cast, her_own, sign_in, settings
):
    rates = {**settings.ACCOUNT_RATE_LIMITS, "login_failed_anywhere": "10/10m/key"}
    settings.ACCOUNT_RATE_LIMITS = rates
    for number in range(10):
        guess(sign_in, 1, address=f"n{number}@sur.example", network=f"203.0.{number}")
    assert LOCKED in sign_in("sonia@sur.example", PASSWORD)[1].content.decode()
    assert sign_in(ANA, PASSWORD, client=her_own)[1].status_code == 302


def test_whoever_is_signed_in_proves_herself_however_strangers_guess(cast, sign_in):
    browser, _ = sign_in(ANA)
    del browser.cookies[known_device.COOKIE]
    guess(sign_in, 6)
    answer = browser.post("/cuenta/confirmar/?next=/cuenta/", {"password": PASSWORD})
    assert answer["Location"] == "/cuenta/"


def test_a_new_password_by_link_opens_what_strangers_had_locked(
    cast, sign_in, client, django_capture_on_commit_callbacks
):
    guess(sign_in, 6)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/cuenta/clave/olvido/", {"email": ANA})
    fresh = "puerta-lunes-cobre-98"
    client.post(link_in_mail(), {"password1": fresh, "password2": fresh})
    assert sign_in(ANA, fresh)[1].status_code == 302


def test_what_is_refused_for_the_limit_stands_on_the_trail(cast, sign_in):
    guess(sign_in, 6)
    entry = entries("locked_out")[0]
    assert (entry.partner_id, entry.outcome) == (cast.norte.pk, "refused")


def test_the_cookie_says_nobodys_name_and_salir_ya_takes_it_away(cast, sign_in):
    browser, _ = sign_in(ANA)
    cookie = browser.cookies[known_device.COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    kept = str(signing.loads(cookie.value, salt=known_device.SALT))
    assert not [word for word in ("ana", "norte", str(cast.ana.user_id)) if word in kept]
    assert browser.post("/salir-ya/").cookies[known_device.COOKIE]["max-age"] == 0
