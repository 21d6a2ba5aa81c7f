"""A passkey on a real browser's virtual device: added, a second step, a sign-in, a proof."""

from dataclasses import replace

import pytest

from tests.e2e.conftest import DESK, PASSWORD, PHONE, Visitor

pytestmark = pytest.mark.e2e
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def on_localhost(visitor: Visitor) -> Visitor:
    """Browsers make passkeys for names, not for numbers."""
    visitor.site = replace(visitor.site, url=visitor.site.url.replace("127.0.0.1", "localhost"))
    return visitor


def with_device(visitor: Visitor) -> None:
    """Give her browser a device that knows her."""
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def leave(visitor: Visitor) -> None:
    visitor.go("/salir/")
    visitor.page.get_by_role("main").get_by_role("button", name="Cerrar sesión").click()
    visitor.page.wait_for_url("**/entrar/")


@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_a_passkey_is_added_and_then_lets_her_in_with_and_without_her_password(visit, viewport):
    who = "counselor@valle.example" if viewport is PHONE else "counselor2@valle.example"
    her = on_localhost(visit(viewport=viewport))
    with_device(her)
    her.sign_in(who)
    her.go("/cuenta/llaves/nueva/")
    her.look("passkey-add")
    her.fill(name="mi celular")
    her.page.get_by_role("button", name="Crear la llave").click()
    her.page.wait_for_url("**/cuenta/segundo-paso/respaldo/")
    her.go("/cuenta/segundo-paso/")
    assert "mi celular" in her.text
    her.look("second-step")
    her.follow("mi celular")
    her.look("passkey")

    leave(her)
    her.page.fill("input[name=login]", who)
    her.page.fill("input[name=password]", PASSWORD)
    her.press("Entrar")
    assert her.path == "/entrar/codigo/"
    her.look("second-step-asked")
    her.page.get_by_role("button", name="Usar mi llave de acceso").click()
    her.page.wait_for_url("**/hoy/")

    leave(her)
    her.follow("Entrar con una llave de acceso")
    her.look("passkey-alone")
    her.page.get_by_role("button", name="Usar mi llave", exact=True).click()
    her.page.wait_for_url("**/hoy/")


def test_a_device_without_her_passkey_is_told_calmly_and_stays_outside(visit):
    stranger = on_localhost(visit())
    stranger.go("/entrar/llave/")
    stranger.page.evaluate("() => { navigator.credentials.get = async () => { throw 0; }; }")
    stranger.page.get_by_role("button", name="Usar mi llave", exact=True).click()
    stranger.page.get_by_text("No llegó ninguna llave").wait_for()
    assert stranger.path == "/entrar/llave/"
    stranger.look("passkey-failed")


def test_a_browser_without_passkeys_says_so_and_offers_the_password(visit):
    old = on_localhost(visit())
    old.context.add_init_script("delete globalThis.PublicKeyCredential")
    old.go("/entrar/llave/")
    old.page.get_by_text("Este navegador no puede usar llaves de acceso").wait_for()
    assert old.page.get_by_role("button", name="Usar mi llave", exact=True).is_disabled()
    old.follow("Entrar con correo y contraseña")
    assert old.path == "/entrar/"


def test_without_scripts_the_page_says_what_still_works(visit):
    plain = on_localhost(visit(has_scripts=False))
    plain.go("/entrar/llave/")
    assert "necesitan JavaScript" in plain.text
    plain.press("Usar mi llave")
    assert plain.path == "/entrar/llave/"
    plain.go("/entrar/")
    plain.sign_in("psychologist@valle.example")
