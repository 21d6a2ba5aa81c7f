"""What every page knows: the way out, and only the pages that this person may open."""

import pytest
from django.test import RequestFactory
from django.urls import resolve

from accounts.models import User
from accounts.permissions import GRANTS, Role
from accounts.staff import Staff
from config.context import PLACES, house

FACTORY = RequestFactory()


def navigation(role, path="/"):
    request = FACTORY.get(path)
    request.staff = Staff(user=User(), partner=None, role=role, permissions=GRANTS[role])
    return house(request)["house"]["nav"]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.url)
def test_every_place_of_the_navigation_exists(place):
    assert resolve(place.url)


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.COUNSELOR, {"/hoy/", "/casos/", "/derivaciones/", "/directorio/"}),
        (Role.COORDINATOR, {"/red/"}),
        (Role.PARTNER_ADMIN, {"/administracion/"}),
    ],
)
def test_a_person_sees_the_places_that_her_role_opens(role, expected):
    assert expected <= {place["url"] for place in navigation(role)}


def test_nobody_without_cases_is_led_to_them():
    for role in (Role.COORDINATOR, Role.PARTNER_ADMIN, Role.SYSTEM_ADMIN):
        assert not {"/hoy/", "/casos/"} & {place["url"] for place in navigation(role)}


def test_one_place_at_most_is_the_current_one():
    here = [
        place["url"]
        for place in navigation(Role.SUPERVISOR, "/supervision/bitacora/")
        if place["current"]
    ]
    assert here == ["/supervision/bitacora/"]
    assert [place for place in navigation(Role.SUPERVISOR, "/cuenta/") if place["current"]] == []


@pytest.mark.django_db
def test_the_way_out_is_on_the_page_before_signing_in(client, settings):
    page = client.get("/entrar/").content.decode()
    assert f'data-neutral-url="{settings.QUICK_EXIT_URL}"' in page
    assert 'href="/salir-ya/"' in page


@pytest.mark.django_db
def test_the_front_door_leads_each_person_to_the_first_place_of_her_own(client, person, settings):
    answer = client.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/entrar/?next=/")
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(person)
    assert client.get("/").headers["Location"] == "/cuenta/"
