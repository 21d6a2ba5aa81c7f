"""Two minutes before an idle session ends, a calm question; nobody there, and the page is gone."""

import pytest

from tests.e2e.conftest import DESK, PHONE

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_an_idle_page_asks_once_and_stays_for_whoever_answers(visit, viewport):
    her = visit(viewport=viewport)
    her.page.clock.install()
    her.sign_in("supervisor@norte.example")
    her.go("/casos/")
    her.page.clock.fast_forward("12:50")
    assert not her.page.get_by_role("dialog").is_visible()
    her.page.clock.fast_forward("00:20")
    her.page.get_by_role("dialog").wait_for()
    her.look("idle-warning")
    asked = her.page.get_by_role("dialog").inner_text()
    her.page.clock.fast_forward("00:30")
    assert her.page.get_by_role("dialog").inner_text() == asked, "nothing counts down"
    with her.page.expect_response(lambda answer: "/salud/sesion/" in answer.url) as renewed:
        her.page.get_by_role("button", name="Seguir aquí").click()
    assert renewed.value.status == 204
    assert not her.page.get_by_role("dialog").is_visible()
    her.page.clock.fast_forward("12:00")
    assert her.path == "/casos/"


def test_nobody_there_ends_the_session_and_what_was_typed_waits(visit):
    her = visit(viewport=DESK)
    her.page.clock.install()
    her.sign_in("counselor@sur.example")
    her.go("/casos/nuevo/")
    her.press("Empezar")
    section = f"{her.path}risk/"
    her.go(section)
    her.page.fill("main [name=reason]", "Lo que estaba escribiendo")
    with her.page.expect_response(lambda answer: "borrador" in answer.url) as saved:
        her.page.clock.fast_forward("00:03")
    assert saved.value.ok
    her.page.clock.fast_forward("15:10")
    her.page.wait_for_url("**/entrar/**")
    assert "Lo que estaba escribiendo" not in her.text
    her.sign_in("counselor@sur.example")
    her.page.on("dialog", lambda dialog: dialog.accept())
    her.go(section)
    assert her.page.input_value("main [name=reason]") == "Lo que estaba escribiendo"
