from urllib.parse import quote_from_bytes

import pytest
from django.core.exceptions import ValidationError

from accounts.fields import PlainTextField, refuse_unreadable
from accounts.models import Membership, User
from tests.plugins.cast import PASSWORD

HOSTILE = {
    "nul": b"Ana\x00",
    "direction": "Ana \u202etxt".encode(),
    "hidden marks": "\u2066Ana\u2069".encode(),
    "half a character": b"Ana \xed\xa0\x80",
    "no text at all": b"\xff\xfe\xfa",
    "template": b"{{7*7}}",
    "formula": b"=cmd()",
    "markup": b"<script>alert(1)</script>",
    "a megabyte": b"a" * 1_000_000,
}

FORMS = {
    "/entrar/": ["login", "password"],
    "/cuenta/clave/olvido/": ["email"],
    "/cuenta/clave/": ["oldpassword", "password1", "password2"],
    "/cuenta/confirmar/": ["password"],
    "/cuenta/idioma/": ["language"],
    "/cuenta/organizacion/": ["membership"],
    "/cuenta/segundo-paso/activar/": ["code"],
    "/administracion/invitar/": ["full_name", "email", "role", "language"],
    "rol/": ["role"],
}

GOOD = {
    "full_name": b"Nadia Copa",
    "email": b"nadia@norte.example",
    "role": b"counselor",
    "language": b"es",
    "login": b"ana@norte.example",
    "password": PASSWORD.encode(),
    "oldpassword": PASSWORD.encode(),
    "password1": b"puerta-lunes-cobre-98",
    "password2": b"puerta-lunes-cobre-98",
}

PLACES = [(path, field) for path, fields in FORMS.items() for field in fields]


def post(browser, path: str, fields: dict[str, bytes]):
    body = "&".join(f"{name}={quote_from_bytes(value)}" for name, value in fields.items())
    return browser.post(path, body, content_type="application/x-www-form-urlencoded")


@pytest.mark.parametrize(("path", "field"), PLACES)
def test_hostile_text_gets_a_sentence_beside_the_field_and_changes_nothing(
    cast, sign_in, client, path, field
):
    settled = (Membership.objects.count(), User.objects.get(pk=cast.elena.user_id).password)
    path = f"/administracion/personas/{cast.ana.code}/{path}" if path == "rol/" else path
    is_public = path in {"/entrar/", "/cuenta/clave/olvido/"}
    browser = client if is_public else sign_in("elena@norte.example")[0]
    names = FORMS.get(path, ["role"])
    for kind, text in HOSTILE.items():
        answer = post(browser, path, {name: GOOD.get(name, b"x") for name in names} | {field: text})
        if _is_just_text(field, kind):
            continue
        assert answer.status_code in {200, 429}, kind
        if answer.status_code == 200:
            assert "Falta corregir algo" in answer.content.decode(), kind
    after = (Membership.objects.count(), User.objects.get(pk=cast.elena.user_id).password)
    assert field == "full_name" or settled == after


def _is_just_text(field: str, kind: str) -> bool:
    """A name may be anything that can be read: it is shown as the text it is."""
    return field == "full_name" and kind in {
        "template",
        "formula",
        "markup",
        "half a character",
    } | {"no text at all"}


def test_a_name_that_looks_like_code_is_kept_and_shown_as_text(cast, as_):
    browser = as_(cast.elena)
    name = "{{7*7}} <b>Nadia</b>"
    post(browser, "/administracion/invitar/", {**GOOD, "full_name": name.encode()})
    member = Membership.objects.get(user__email="nadia@norte.example")
    page = browser.get(f"/administracion/personas/{member.code}/").content.decode()
    assert member.user.full_name == name
    assert "{{7*7}} &lt;b&gt;Nadia&lt;/b&gt;" in page


@pytest.mark.parametrize("tail", ["%00", "%ED%A0%80", "a" * 2000, "..%2f", "zz zz"])
def test_a_hostile_address_is_answered_calmly(cast, as_, tail):
    browser = as_(cast.elena)
    assert browser.get(f"/administracion/personas/{tail}/").status_code in {400, 404}
    assert browser.get(f"/entrar/?next=/{tail}").status_code in {200, 302, 400}


@pytest.mark.parametrize("text", ["Ana\u0007", "Ana\u200f", "\ud800", "\ue000"])
def test_text_that_cannot_be_read_is_refused(text):
    with pytest.raises(ValidationError):
        refuse_unreadable(text)


@pytest.mark.parametrize("text", ["Ñusta Ch'oque", "María José", "王", "\U0001f33b", "a\nb"])
def test_what_people_write_is_kept(text):
    assert PlainTextField().clean(text) == text


def test_letters_and_accents_typed_apart_are_put_together():
    assert PlainTextField().clean("Mari\u0301a") == "María"
