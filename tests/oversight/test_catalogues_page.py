"""The catalogues in the administration: sources, and what is still to verify."""

import pytest

from casework import catalogue

CATALOGUES = "/administracion/catalogos/"
NUMBERED = list(enumerate(catalogue.list_names(), start=1))


def test_the_administrator_sees_every_list_and_where_the_map_comes_from(cast, as_):
    page = as_(cast.elena).get(CATALOGUES).content.decode()
    assert "Lab TecnoSocial" in page
    assert all(f"{CATALOGUES}{number}/" in page for number, _name in NUMBERED)


@pytest.mark.parametrize(("number", "name"), NUMBERED)
def test_what_is_to_verify_says_so(cast, as_, number, name):
    page = as_(cast.elena).get(f"{CATALOGUES}{number}/").content.decode()
    doubted = sum(not term.is_verified for term in catalogue.terms(name))
    assert page.count(">Por verificar</span>") == doubted


def test_the_administration_leads_to_them(cast, as_):
    assert f'href="{CATALOGUES}"' in as_(cast.elena).get("/administracion/").content.decode()


def test_an_unknown_list_is_a_missing_page(cast, as_):
    client = as_(cast.elena)
    assert client.get(f"{CATALOGUES}{len(NUMBERED)}/").status_code == 200
    assert client.get(f"{CATALOGUES}{len(NUMBERED) + 1}/").status_code == 404
    assert client.get(f"{CATALOGUES}{'9' * 30}/").status_code == 404


def test_whoever_does_not_administer_does_not_see_them(cast, as_):
    assert as_(cast.elena).get(CATALOGUES).status_code == 200
    assert as_(cast.ana).get(CATALOGUES).status_code == 404
