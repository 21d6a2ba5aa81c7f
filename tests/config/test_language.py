"""Spanish, unless the person chose English: on this device, or in her account."""

import pytest

pytestmark = pytest.mark.django_db


def test_the_browsers_wish_is_not_looked_at(client):
    answer = client.get("/nowhere/", headers={"accept-language": "en"})
    assert answer.headers["Content-Language"] == "es"
    assert '<html lang="es"' in answer.content.decode()
    assert "Accept-Language" not in answer.headers.get("Vary", "")


def test_a_person_may_choose_english_on_this_device(client):
    answer = client.post("/idioma/", {"language": "en", "next": "/entrar/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/entrar/")
    after = client.get("/nowhere/")
    assert after.headers["Content-Language"] == "en"
    assert '<html lang="en"' in after.content.decode()
    assert "This page is not here" in after.content.decode()


@pytest.mark.parametrize("language", ["fr", "", "en\r\nSet-Cookie: a=b", "../en"])
def test_a_language_that_is_not_ours_changes_nothing(client, language):
    client.post("/idioma/", {"language": language, "next": "/entrar/"})
    assert client.get("/nowhere/").headers["Content-Language"] == "es"


def test_choosing_leads_nowhere_else(client):
    answer = client.post("/idioma/", {"language": "en", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


def test_a_language_is_not_chosen_by_following_a_link(client):
    assert client.get("/idioma/?language=en").status_code == 405


def test_the_accounts_language_counts_where_the_device_has_none(client, person):
    person.language = "en"
    person.save()
    client.force_login(person)
    assert client.get("/salud/sesion/").headers["Content-Language"] == "en"
    client.cookies["idioma"] = "es"
    assert client.get("/salud/sesion/").headers["Content-Language"] == "es"
