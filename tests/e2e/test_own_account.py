"""The pages about oneself, and who accepted the code of conduct, on a phone and on a desk."""

import pytest

from tests.e2e.conftest import DESK, PHONE

pytestmark = pytest.mark.e2e
PAGES = {
    "account": "/cuenta/",
    "conduct": "/cuenta/conducta/",
    "sessions": "/cuenta/sesiones/",
    "second-step-unset": "/cuenta/segundo-paso/",
    "people": "/administracion/",
}


@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_the_pages_about_oneself_are_calm_on_a_phone_and_on_a_desk(visit, viewport):
    other = visit("partner_admin@sur.example", viewport=viewport)
    elena = visit("partner_admin@sur.example", viewport=viewport)
    for name, path in PAGES.items():
        assert elena.go(path) == 200
        elena.look(name)
    elena.go("/cuenta/conducta/")
    if elena.page.get_by_role("button", name="Lo leí y lo acepto").is_visible():
        elena.press("Lo leí y lo acepto")
    elena.go("/cuenta/conducta/")
    assert "Usted lo aceptó" in elena.text
    elena.go("/cuenta/sesiones/")
    elena.page.locator("button[name=device]").last.click()
    elena.page.get_by_text("Se cerró lo que estaba abierto ahí").wait_for()
    other.go("/cuenta/")
    assert other.path.startswith("/entrar/")
