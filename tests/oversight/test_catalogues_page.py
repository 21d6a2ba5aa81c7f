"""The catalogues in the administration: sources, and what is still to verify."""

import pytest

from casework import catalogue

CATALOGUES = "/administracion/catalogos/"


def test_the_administrator_sees_every_list_and_where_the_map_comes_from(cast, as_):
    page = as_(cast.elena).get(CATALOGUES).content.decode()
    assert "Lab TecnoSocial" in page
    assert all(f"{CATALOGUES}{name}/" in page for name in catalogue.list_names())


@pytest.mark.parametrize("name", catalogue.list_names())
def test_what_is_to_verify_says_so(cast, as_, name):
    page = as_(cast.elena).get(f"{CATALOGUES}{name}/").content.decode()
    doubted = sum(not term.is_verified for term in catalogue.terms(name))
    assert page.count(">Por verificar</span>") == doubted


def test_an_unknown_list_is_a_missing_page(cast, as_):
    client = as_(cast.elena)
    assert client.get(f"{CATALOGUES}tipo_violencia/").status_code == 200
    assert client.get(f"{CATALOGUES}no-such-list/").status_code == 404


def test_whoever_does_not_administer_does_not_see_them(cast, as_):
    assert as_(cast.elena).get(CATALOGUES).status_code == 200
    assert as_(cast.ana).get(CATALOGUES).status_code == 404
