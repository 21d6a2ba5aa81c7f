"""Whatever changes about how somebody signs in, she is told so in the same neutral words."""

import pytest
from django.core import mail

from tests.accounts.test_passkeys import HOST, add, code_on
from tests.accounts.test_second_factor import set_up
from tests.plugins.cast import PASSWORD
from tests.plugins.passkey import SoftKey

FRESH = "puerta-lunes-cobre-98"
CHANGED = {"oldpassword": PASSWORD, "password1": FRESH, "password2": FRESH}
SAYING = ("llave", "código", "contraseña", "norte", "ana", "teléfono")


@pytest.fixture
def ana(cast, sign_in, settings):
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    return sign_in("ana@norte.example")[0]


def change_password(ana):
    ana.post("/cuenta/clave/", CHANGED)


def set_up_app(ana):
    set_up(ana)


def remove_app(ana):
    set_up(ana)
    ana.post("/cuenta/segundo-paso/quitar/")


def new_recovery_codes(ana):
    set_up(ana)
    ana.post("/cuenta/segundo-paso/respaldo/nuevos/")


def add_passkey(ana):
    add(ana, SoftKey())


def remove_passkey(ana):
    add(ana, SoftKey())
    ana.post(code_on(ana) + "quitar/", **HOST)


@pytest.mark.parametrize(
    ("change", "count"),
    [
        (change_password, 1),
        (set_up_app, 1),
        (remove_app, 2),
        (new_recovery_codes, 2),
        (add_passkey, 1),
        (remove_passkey, 2),
    ],
)
def test_each_change_of_how_she_signs_in_sends_one_neutral_mail(
    ana, django_capture_on_commit_callbacks, change, count
):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        change(ana)
    told = [letter for letter in mail.outbox if "forma de entrar" in letter.body]
    assert len(told) >= count
    for letter in told:
        assert (letter.subject, letter.to) == ("Agenda", ["ana@norte.example"])
        words = letter.body.lower().replace("mañana", "").replace("semana", "")
        assert not [word for word in SAYING if f" {word}" in words]


def test_what_changes_nothing_sends_nothing(ana, django_capture_on_commit_callbacks):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        ana.post("/cuenta/clave/", {**CHANGED, "oldpassword": "not-hers-123456"})
        ana.post("/cuenta/idioma/", {"language": "es"})
    assert mail.outbox == []


def test_nobody_changes_her_address_by_herself(ana):
    for path in ("/cuenta/correo/", "/cuenta/email/", "/email/"):
        assert ana.get(path).status_code == 404
