"""The code of conduct: asked at the first sign-in and when it changes; who accepted is kept."""

import json
from pathlib import Path

import pytest

from accounts import conduct
from accounts.models import ConductAcceptance
from tests.house import matrix
from tests.house.test_access_matrix import COMMON
from tests.house.walker import Walker
from tests.plugins.cast import deeds, entries

ASKS = "/cuenta/conducta/"
OPEN = {ASKS, "/cuenta/idioma/", "/salir/", "/salud/sesion/"}


@pytest.fixture(autouse=True)
def required(settings):
    settings.CONDUCT_REQUIRED = True


@pytest.fixture
def next_version(settings, tmp_path):
    """The text changes."""

    def change(version: str) -> None:
        told = json.loads(Path(settings.CONDUCT_PATH).read_text(encoding="utf-8"))
        path = tmp_path / f"{version}.json"
        path.write_text(json.dumps({**told, "version": version, "is_model": False}))
        settings.CONDUCT_PATH = str(path)

    return change


def test_she_accepts_before_anything_else_and_is_not_asked_again(cast, sign_in):
    ana, _ = sign_in("ana@norte.example")
    assert ana.get("/hoy/")["Location"] == ASKS
    assert "curiosidad" in ana.get(ASKS).content.decode()
    assert ana.post(ASKS)["Location"] == "/"
    assert ana.get("/hoy/").status_code == 200
    again, _ = sign_in("ana@norte.example")
    assert again.get("/hoy/").status_code == 200


def test_without_it_no_page_opens_by_get_or_post(house, as_):
    member = house.norte["counselor"]
    walker, codes = Walker(as_(member), member), {**COMMON, **house.norte.codes}
    public = {row.name for row in matrix.rows() if row.cells[matrix.NOBODY] != "ingreso"}
    for row in matrix.rows():
        if row.name not in public and row.path not in OPEN:
            visit = walker.visit(row.verb, row.filled(codes))
            assert visit.response.headers.get("Location") == ASKS, row.name


def test_who_what_and_when_is_kept_and_twice_changes_nothing(cast, as_):
    ana = as_(cast.ana)
    ana.post(ASKS)
    ana.post(ASKS)
    kept = ConductAcceptance.objects.get()
    assert (kept.user_id, kept.version) == (cast.ana.user_id, conduct.in_force().version)
    entry = entries("deed")[-1]
    assert (entry.deed, entry.actor_name) == ("accept_conduct", "ana@norte.example")
    assert entry.details["version"] == kept.version
    assert "accept_conduct" in deeds()


def test_a_new_version_is_asked_for_at_the_next_sign_in_and_interrupts_nobody(
    cast, sign_in, next_version
):
    ana, _ = sign_in("ana@norte.example")
    ana.post(ASKS)
    next_version("2027-01")
    assert ana.get("/hoy/").status_code == 200
    later, _ = sign_in("ana@norte.example")
    assert later.get("/hoy/")["Location"] == ASKS
    later.post(ASKS)
    assert later.get("/hoy/").status_code == 200
    assert set(ConductAcceptance.objects.values_list("version", flat=True)) == {
        "2026-11",
        "2027-01",
    }


def test_the_administrator_sees_who_accepted_and_who_did_not(cast, as_):
    elena = as_(cast.elena)
    elena.post(ASKS)
    people = {row.user.email: row for row in elena.get("/administracion/").context["members"]}
    assert people["elena@norte.example"].conduct_accepted_at is not None
    assert people["ana@norte.example"].conduct_accepted_at is None


def test_a_partners_own_text_is_no_model_text(cast, as_, next_version):
    assert "Texto modelo" in as_(cast.ana).get(ASKS).content.decode()
    next_version("casa-1")
    assert "Texto modelo" not in as_(cast.ana).get(ASKS).content.decode()


def test_it_says_the_same_number_of_things_in_both_languages():
    points = conduct.in_force().points
    assert len(points["es"]) == len(points["en"]) > 5


def test_in_the_demo_nobody_is_asked_and_everybody_may_read_it(cast, as_, settings):
    settings.CONDUCT_REQUIRED = False
    ana = as_(cast.ana)
    assert ana.get("/hoy/").status_code == 200
    assert ana.get(ASKS).status_code == 200
