import time
from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from accounts.models import User
from tests.plugins.cast import PASSWORD, deeds, entries, link_in_mail, without_keys

FIELD_WORDS = ("violencia", "víctima", "victima", "sobreviviente", "refugio", "caso", "amparo")


def test_a_person_signs_in_with_her_address_and_password(cast, sign_in):
    client, response = sign_in("ana@norte.example")
    assert (response.status_code, response["Location"]) == (302, "/")
    entry = entries("signed_in")[-1]
    assert (entry.actor_name, entry.actor_role, entry.partner_id) == (
        "ana@norte.example",
        "counselor",
        cast.norte.pk,
    )
    assert client.get("/cuenta/").status_code == 200


def test_her_address_may_be_typed_in_capitals(cast, sign_in):
    _, response = sign_in("  Ana@Norte.Example ")
    assert response.status_code == 302


def test_the_entry_page_is_neutral_and_speaks_spanish(client, db):
    page = client.get("/entrar/").content.decode()
    assert "<title>Agenda</title>" in page
    assert "Correo electrónico" in page
    assert not [word for word in FIELD_WORDS if word in page.lower()]


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(cast, sign_in):
    _, wrong = sign_in("ana@norte.example", "not-her-password-1")
    _, unknown = sign_in("ann@norte.example", "not-her-password-1")
    said = [
        without_keys(answer).replace(answer.context["form"]["login"].value(), "")
        for answer in (wrong, unknown)
    ]
    assert said[0] == said[1]
    assert "El correo o la contraseña no son correctos." in said[0]


def test_a_wrong_password_and_an_unknown_address_take_about_the_same_time(cast, sign_in, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    cast.ana.user.set_password(PASSWORD)
    cast.ana.user.save()

    def seconds(address: str) -> float:
        times = []
        for number in range(3):
            started = time.perf_counter()
            sign_in(f"{address}", f"not-her-password-{number}")
            times.append(time.perf_counter() - started)
        return min(times)

    known, unknown = seconds("ana@norte.example"), seconds("nobody@norte.example")
    assert 0.5 < known / unknown < 2


def test_failures_stand_on_the_trail_of_the_accounts_partner(cast, sign_in):
    sign_in("ana@norte.example", "not-her-password-1")
    sign_in("secret-typed-in-the-wrong-field@x.example", "x")
    known, unknown = entries("sign_in_failed")
    assert (known.partner_id, known.actor_name) == (cast.norte.pk, "ana@norte.example")
    assert (unknown.partner_id, unknown.actor_name) == (None, "")


def test_five_failures_lock_an_address_for_ten_minutes(cast, sign_in):
    with time_machine.travel("2026-03-01T09:00:00+00:00", tick=False) as now:
        for _ in range(5):
            sign_in("ana@norte.example", "not-her-password-1")
        _, locked = sign_in("ana@norte.example", PASSWORD)
        assert "Demasiados intentos seguidos" in locked.content.decode()
        entry = entries("locked_out")[-1]
        assert (entry.partner_id, entry.outcome) == (cast.norte.pk, "refused")
        now.shift(timedelta(minutes=11))
        _, opened = sign_in("ana@norte.example", PASSWORD)
        assert opened.status_code == 302


def test_an_unknown_address_is_locked_in_the_same_words(cast, sign_in):
    for _ in range(5):
        sign_in("nobody@norte.example", "not-her-password-1")
    _, locked = sign_in("nobody@norte.example")
    assert "Demasiados intentos seguidos" in locked.content.decode()


def test_another_host_name_or_capitals_give_no_further_attempts(cast, sign_in, settings):
    settings.ALLOWED_HOSTS = ["*"]
    for number in range(5):
        sign_in("ANA@norte.example", "not-her-password-1", HTTP_HOST=f"h{number}.example")
    _, locked = sign_in("ana@norte.example")
    assert "Demasiados intentos seguidos" in locked.content.decode()


@pytest.mark.parametrize("proxies", [0, 1])
def test_a_forged_forwarding_header_gives_no_further_attempts(cast, sign_in, settings, proxies):
    settings.TRUSTED_PROXY_COUNT = proxies
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "3/m/ip"}
    real = ", 203.0.113.9" if proxies else ""

    def status(number: int) -> int:
        forged = {"HTTP_X_FORWARDED_FOR": f"198.51.100.{number}{real}"}
        return sign_in(f"n{number}@norte.example", "x", **forged)[1].status_code

    assert [status(number) for number in range(4)] == [200, 200, 200, 429]


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "\\\\evil.example", "javascript:alert(1)", "///x"],
)
def test_signing_in_leads_nowhere_but_here(cast, client, target):
    response = client.post(
        f"/entrar/?next={target}",
        {"login": "ana@norte.example", "password": PASSWORD, "next": target},
    )
    assert response["Location"] == "/"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(cast, client):
    sent_away = client.get("/cuenta/")
    assert sent_away["Location"] == "/entrar/?next=/cuenta/"
    data = {"login": "ana@norte.example", "password": PASSWORD}
    assert client.post(sent_away["Location"], data)["Location"] == "/cuenta/"


def test_nobody_signs_up(db, client):
    assert client.get("/cuenta/registro/").status_code == 404
    assert client.get("/signup/").status_code == 404


def test_leaving_takes_a_post_and_stands_on_the_trail(cast, as_):
    browser = as_(cast.ana)
    assert browser.get("/salir/").status_code == 200
    assert browser.get("/cuenta/").status_code == 200
    assert browser.post("/salir/")["Location"] == "/entrar/"
    assert browser.get("/cuenta/").status_code == 302
    assert entries("signed_out")[-1].actor_name == "ana@norte.example"


def test_an_answer_is_never_json(cast, client):
    response = client.post(
        "/entrar/", {"login": "x@x.example", "password": "y"}, HTTP_ACCEPT="application/json"
    )
    assert response["Content-Type"].startswith("text/html")


# --- a forgotten password ----------------------------------------------------------------------


@pytest.fixture
def ask_link(client, django_capture_on_commit_callbacks):
    def ask(address: str):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post("/cuenta/clave/olvido/", {"email": address})

    return ask


def test_a_forgotten_password_is_replaced_through_a_link_that_works_once(
    cast, ask_link, client, sign_in
):
    ask_link("ana@norte.example")
    path = link_in_mail()
    assert client.get(path).status_code == 200
    fresh = "puerta-lunes-cobre-98"
    done = client.post(path, {"password1": fresh, "password2": fresh})
    assert done["Location"] == "/cuenta/clave/lista/"
    assert sign_in("ana@norte.example", fresh)[1].status_code == 302
    assert "ya no sirve" in client.get(path).content.decode()
    assert [deed for deed in deeds() if "password" in deed and "." not in deed] == [
        "ask_password_link",
        "set_password",
    ]


def test_known_and_unknown_addresses_get_the_same_answer_and_only_one_gets_mail(cast, ask_link):
    known, unknown = ask_link("ana@norte.example"), ask_link("nobody@norte.example")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [message.to for message in mail.outbox] == [["ana@norte.example"]]


def test_the_mail_says_nothing_of_the_field_nor_of_the_person(cast, ask_link):
    ask_link("ana@norte.example")
    letter = mail.outbox[-1]
    assert letter.subject == "Agenda"
    assert not [word for word in (*FIELD_WORDS, "norte.", "ana") if word in letter.body.lower()]


def test_a_suspended_person_gets_no_link_and_the_one_she_has_is_dead(
    cast, ask_link, client, suspend
):
    ask_link("ana@norte.example")
    path = link_in_mail()
    assert "Elija su contraseña" in client.get(path).content.decode()
    suspend(cast.ana)
    assert "ya no sirve" in client.get(path).content.decode()
    ask_link("ana@norte.example")
    assert len(mail.outbox) == 1


def test_a_link_expires_after_three_days(cast, ask_link, client):
    with time_machine.travel("2026-03-01T09:00:00+00:00", tick=False) as now:
        ask_link("ana@norte.example")
        path = link_in_mail()
        now.shift(timedelta(days=2, hours=23))
        assert "Elija su contraseña" in client.get(path).content.decode()
        now.shift(timedelta(hours=2))
        assert "ya no sirve" in client.get(path).content.decode()


@pytest.mark.parametrize("path", ["zzz-abc", "0-0", f"{'a' * 32}-x1-{'b' * 40}"])
def test_a_made_up_link_is_answered_like_an_old_one(db, client, path):
    response = client.get(f"/cuenta/clave/nueva/{path}/")
    assert response.status_code == 200
    assert "ya no sirve" in response.content.decode()


def test_changing_the_password_ends_every_session_and_warns_by_mail(
    cast, as_, django_capture_on_commit_callbacks
):
    here, there = as_(cast.ana), as_(cast.ana)
    fresh = "puerta-lunes-cobre-98"
    data = {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
    with django_capture_on_commit_callbacks(execute=True):
        assert here.post("/cuenta/clave/", data)["Location"] == "/entrar/"
    assert [browser.get("/cuenta/").status_code for browser in (here, there)] == [302, 302]
    assert mail.outbox[-1].subject == "Agenda"


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("corta-9", "Use al menos 12"),
        ("contraseña1234", "una o dos palabras más"),
        ("Ana Choque 2024", "una o dos palabras más"),
        ("centronorte12", "una o dos palabras más"),
        ("x7" * 80, "128"),
    ],
)
def test_a_weak_password_is_refused_with_advice(cast, as_, password, sentence):
    data = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    page = as_(cast.ana).post("/cuenta/clave/", data)
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert User.objects.get(pk=cast.ana.user_id).check_password(PASSWORD)
