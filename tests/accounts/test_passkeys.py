"""Passkeys beside the app: added, named, removed; a second factor, and a sign-in of their own."""

import html
import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core import mail

from tests.plugins.cast import deeds, entries
from tests.plugins.pages import page_in
from tests.plugins.passkey import SoftKey

ADD = "/cuenta/llaves/nueva/"
HOST = {"HTTP_HOST": "localhost"}
RUBBISH = [
    "",
    "x",
    "[]",
    "5",
    "{}",
    '{"id": "YQ"}',
    '{"id": "YQ", "rawId": "YQ", "response": 5}',
    '{"id": "YQ", "rawId": "YQ", "response": {"userHandle": 7}, "type": "public-key"}',
    json.dumps(
        {
            "id": "YQ",
            "rawId": "YQ",
            "type": "public-key",
            "response": {
                "clientDataJSON": "e30",
                "attestationObject": "YQ",
                "authenticatorData": "YQ",
                "signature": "YQ",
                "userHandle": "_w",
            },
        }
    ),
]


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    settings.ALLOWED_HOSTS = ["localhost"]


@pytest.fixture
def ana(cast, sign_in):
    """Ana's browser, after her password."""
    return sign_in("ana@norte.example", **HOST)[0]


def options_on(browser, path: str) -> str:
    """What the page asks the device for."""
    return browser.get(path, **HOST).context["options"]


def add(browser, key: SoftKey, name: str = "mi celular"):
    credential = key.make(options_on(browser, ADD))
    return browser.post(ADD, {"name": name, "credential": credential}, **HOST)


@pytest.fixture
def key(ana):
    """A passkey of hers, added in her browser."""
    made = SoftKey()
    assert add(ana, made)["Location"] == "/cuenta/segundo-paso/respaldo/"
    return made


def code_on(browser) -> str:
    """The code of her passkey, off the page that lists them."""
    page = page_in(browser.get("/cuenta/segundo-paso/", **HOST))
    return next(link for link in page.links if link.startswith("/cuenta/llaves/") and link != ADD)


def step_with(sign_in, key: SoftKey, **changed):
    """Her password in a fresh browser, and then this passkey."""
    browser, answer = sign_in("ana@norte.example", **HOST)
    assert answer["Location"] == "/entrar/codigo/"
    options = browser.get("/entrar/codigo/", **HOST).context["passkey_options"]
    credential = key.sign(options, **changed)
    return browser, browser.post("/entrar/codigo/", {"credential": credential}, **HOST)


def alone_with(client_for, key: SoftKey, path: str = "/entrar/llave/", **changed):
    """This passkey and nothing else, in a fresh browser."""
    browser = client_for()
    credential = key.sign(options_on(browser, path), **changed)
    return browser, browser.post(path, {"credential": credential}, **HOST)


def test_a_passkey_counts_as_the_second_factor(ana, key):
    assert ana.get("/cuenta/", **HOST).status_code == 200
    assert "add_passkey" in deeds()


def test_a_password_alone_reaches_only_the_pages_that_set_one_up(ana):
    assert ana.get("/cuenta/", **HOST)["Location"] == "/cuenta/segundo-paso/activar/"
    assert ana.get(ADD, **HOST).status_code == 200


def test_after_the_password_her_passkey_lets_her_in(cast, ana, key, sign_in):
    browser, answer = step_with(sign_in, key)
    assert answer["Location"] == "/"
    assert browser.get("/cuenta/", **HOST).status_code == 200


@pytest.mark.parametrize("changed", [{"origin": "https://evil.example"}, {"origin": "http://x"}])
def test_a_passkey_asked_for_by_another_site_lets_nobody_in(cast, ana, key, sign_in, changed):
    browser, answer = step_with(sign_in, key, **changed)
    assert answer.status_code == 200
    assert browser.get("/cuenta/", **HOST).status_code == 302
    assert entries("sign_in_failed")[-1].actor_name == "ana@norte.example"


def test_somebody_elses_passkey_lets_nobody_in(cast, ana, key, sign_in):
    stolen = SoftKey(credential_id=key.credential_id, user_handle=key.user_handle)
    assert step_with(sign_in, stolen)[1].status_code == 200
    assert step_with(sign_in, SoftKey(user_handle=key.user_handle))[1].status_code == 200
    assert step_with(sign_in, key)[1].status_code == 302


def test_a_passkey_alone_signs_her_in_and_leads_back(cast, ana, key, client_for):
    browser, answer = alone_with(client_for, key, "/entrar/llave/?next=/cuenta/")
    assert answer["Location"] == "/cuenta/"
    assert browser.get("/cuenta/", **HOST).status_code == 200
    assert entries("signed_in")[-1].actor_name == "ana@norte.example"


def test_a_passkey_alone_leads_nowhere_but_here(cast, ana, key, client_for):
    _, answer = alone_with(client_for, key, "/entrar/llave/?next=https://evil.example/")
    assert answer["Location"] == "/"


def test_a_passkey_that_asked_for_no_finger_is_neither_taken_nor_lets_in(
    cast, ana, key, client_for, sign_in
):
    found = SoftKey(knows_her=False)
    assert add(ana, found).status_code == 200
    key.knows_her = False
    assert alone_with(client_for, key)[1].status_code == 200
    assert step_with(sign_in, key)[1].status_code == 200


def test_an_answer_is_good_once(cast, ana, key, client_for):
    browser = client_for()
    credential = key.sign(options_on(browser, "/entrar/llave/"))
    other = client_for()
    other.get("/entrar/llave/", **HOST)
    assert other.post("/entrar/llave/", {"credential": credential}, **HOST).status_code == 200
    assert browser.post("/entrar/llave/", {"credential": credential}, **HOST).status_code == 302
    browser.post("/salir/", **HOST)
    browser.get("/entrar/llave/", **HOST)
    assert browser.post("/entrar/llave/", {"credential": credential}, **HOST).status_code == 200


def test_a_passkey_does_not_say_that_it_is_somebody_elses(cast, ana, key, client_for):
    sonia = str(cast.sonia.user_id).encode()
    assert alone_with(client_for, key, handle=sonia)[1].status_code == 200
    assert alone_with(client_for, key, handle=b"nobody")[1].status_code == 200


def test_a_suspended_persons_passkey_opens_nothing(cast, ana, key, client_for, suspend):
    assert alone_with(client_for, key)[1].status_code == 302
    suspend(cast.ana)
    browser, answer = alone_with(client_for, key)
    assert answer.status_code == 200
    assert browser.get("/cuenta/", **HOST)["Location"].startswith("/entrar/")
    assert entries("sign_in_failed")[-1].actor_name == "ana@norte.example"


@pytest.mark.parametrize("sent", RUBBISH)
def test_what_no_device_made_is_refused_calmly(cast, ana, key, sign_in, client_for, sent):
    assert ana.post(ADD, {"name": "x", "credential": sent}, **HOST).status_code == 200
    browser = client_for()
    browser.get("/entrar/llave/", **HOST)
    answer = browser.post("/entrar/llave/", {"credential": sent}, **HOST)
    assert answer.status_code == 200
    assert "Pruebe otra vez" in answer.content.decode()
    browser, _ = sign_in("ana@norte.example", **HOST)
    assert browser.post("/entrar/codigo/", {"credential": sent}, **HOST).status_code == 200


def test_a_session_with_a_password_alone_adds_no_passkey_to_an_account_that_has_one(cast, sign_in):
    before = sign_in("ana@norte.example", **HOST)[0]
    hers = sign_in("ana@norte.example", **HOST)[0]
    key = SoftKey()
    add(hers, key)
    for path in (ADD, "/cuenta/segundo-paso/activar/", "/cuenta/"):
        assert before.get(path, **HOST)["Location"].startswith("/cuenta/confirmar/llave/?next=")
    assert before.post(ADD, {"name": "x", "credential": "{}"}, **HOST).status_code == 302
    path = before.get("/cuenta/", **HOST)["Location"]
    credential = key.sign(options_on(before, path))
    assert before.post(path, {"credential": credential}, **HOST)["Location"] == "/cuenta/"
    assert before.get("/cuenta/", **HOST).status_code == 200


def test_she_calls_a_passkey_otherwise_and_removes_it(ana, key):
    path = code_on(ana)
    assert ana.post(path, {"name": "la llave azul"}, **HOST)["Location"] == "/cuenta/segundo-paso/"
    assert "la llave azul" in ana.get("/cuenta/segundo-paso/", **HOST).content.decode()
    assert ana.post(path + "quitar/", **HOST).status_code == 302
    assert not Authenticator.objects.exists()
    assert ana.get("/cuenta/", **HOST)["Location"] == "/cuenta/segundo-paso/activar/"
    assert [deed for deed in deeds() if deed.endswith("_passkey")] == [
        "add_passkey",
        "rename_passkey",
        "remove_passkey",
    ]


def test_nobody_touches_the_passkey_of_another(cast, ana, key, as_, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    path, paula = code_on(ana), as_(cast.paula, fresh=True)
    assert paula.get(path, **HOST).status_code == 404
    assert paula.post(path + "quitar/", **HOST).status_code == 404
    assert Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).count() == 1


def test_an_old_session_neither_adds_nor_removes_a_passkey(cast, ana, key, as_, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    path, old = code_on(ana), as_(cast.ana)
    assert old.get(ADD, **HOST)["Location"].startswith("/cuenta/confirmar/")
    assert old.post(path + "quitar/", **HOST).status_code == 403
    assert Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).count() == 1


def test_a_passkey_proves_in_the_middle_of_a_post_that_it_is_she(cast, ana, key, as_, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    path, old = code_on(ana), as_(cast.ana)
    asked = old.post(path, {"name": "otro nombre"}, **HOST)
    another = SoftKey().sign(page_options(asked))
    typed = {"name": "otro nombre", "proof-credential": another}
    assert old.post(path, typed, **HOST).status_code == 403
    asked = old.post(path, {"name": "otro nombre"}, **HOST)
    options = page_options(asked)
    typed = {"name": "otro nombre", "proof-credential": key.sign(options)}
    assert old.post(path, typed, **HOST)["Location"] == "/cuenta/segundo-paso/"


def page_options(answer) -> str:
    """What the page asks the device for, as the browser reads it."""
    found = re.search(r'data-options="([^"]*)"', answer.content.decode())
    assert found
    return html.unescape(found[1])


def test_adding_and_removing_sends_a_neutral_mail(ana, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        add(ana, SoftKey())
    with django_capture_on_commit_callbacks(execute=True):
        ana.post(code_on(ana) + "quitar/", **HOST)
    letters = [letter.body for letter in mail.outbox if "forma de entrar" in letter.body]
    assert len(letters) >= 2
    assert not [body for body in letters if "llave" in body]


def test_the_database_holds_no_secret_of_a_passkey(ana, key):
    """What stands there is public: a name, a random id, a public key; the rest is hers."""
    row = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    secret = f"{key.private.private_numbers().private_value:x}"
    stored = json.dumps([row.data, [each.get_decoded() for each in Session.objects.all()]])
    assert secret not in stored
    assert set(row.data) == {"name", "credential"}


def test_once_the_last_is_removed_the_password_leads_to_setting_one_up(cast, ana, key, sign_in):
    ana.post(code_on(ana) + "quitar/", **HOST)
    _browser, answer = sign_in("ana@norte.example", **HOST)
    assert answer["Location"] == "/"
