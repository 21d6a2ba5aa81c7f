"""Salir ya: on every page, by button, by key and without scripts; Back shows nothing."""

import pytest

from tests.e2e.conftest import DESK

pytestmark = pytest.mark.e2e

PAGES = ["/hoy/", "/casos/", "/casos/nuevo/", "/casos/nuevo/rapida/", "/agenda/", "/derivaciones/"]


@pytest.mark.parametrize("page", PAGES)
def test_salir_ya_leaves_and_back_shows_nothing(visit, page):
    her = visit("counselor@norte.example", viewport=DESK)
    her.go("/casos/")
    her.go(page)
    shown = her.page.locator("main").inner_text()
    her.page.locator("[data-quick-exit]").first.click()
    her.page.wait_for_url("**/salud/")
    her.page.wait_for_timeout(1_000)
    assert not [c for c in her.context.cookies() if "session" in c["name"]]
    her.page.go_back()
    her.page.wait_for_timeout(1_500)
    visible = her.page.locator("body").inner_text()
    assert shown not in visible
    assert "Casa Kantuta" not in visible
    assert her.go("/casos/") == 200
    assert her.path.startswith("/entrar/"), "the session is over"


def test_shift_three_times_leaves(visit):
    her = visit("counselor@norte.example", viewport=DESK)
    her.go("/casos/")
    for _time in range(3):
        her.page.keyboard.press("Shift")
    her.page.wait_for_url("**/salud/")
    her.go("/casos/")
    assert her.path.startswith("/entrar/")


def test_it_works_without_scripts(visit):
    her = visit("counselor@norte.example", has_scripts=False)
    her.go("/casos/")
    her.page.locator("[data-quick-exit]").first.click()
    her.page.wait_for_url("**/salud/")
    her.go("/casos/")
    assert her.path.startswith("/entrar/")


def test_it_is_the_first_thing_the_keyboard_reaches(visit):
    her = visit("counselor@norte.example", viewport=DESK)
    her.go("/casos/")
    her.page.keyboard.press("Tab")
    assert "Salir ya" in her.page.evaluate("document.activeElement.textContent")


def test_nothing_is_kept_in_the_browser(visit):
    her = visit("counselor@norte.example", viewport=DESK)
    for page in PAGES:
        her.go(page)
    kept = "localStorage.length + sessionStorage.length"
    assert her.page.evaluate(kept) == 0
    assert her.page.evaluate("indexedDB.databases().then(all => all.length)") == 0
    names = {cookie["name"] for cookie in her.context.cookies()}
    assert names <= {"sessionid", "csrftoken", "messages", "django_language", "equipo"}


def test_what_is_typed_is_kept_as_a_draft(visit):
    her = visit("counselor@norte.example", viewport=DESK)
    her.go("/casos/nuevo/")
    her.press("Empezar")
    section = f"{her.path}risk/"
    her.go(section)
    with her.page.expect_response(lambda r: "borrador" in r.url) as saved:
        her.page.fill("main [name=reason]", "Lo que estaba escribiendo")
    assert saved.value.ok
    her.page.on("dialog", lambda dialog: dialog.accept())
    her.go(section)
    assert her.page.input_value("main [name=reason]") == "Lo que estaba escribiendo"
