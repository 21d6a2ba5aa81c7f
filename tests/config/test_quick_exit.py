"""Salir ya: the session ends, the cookie goes, and nothing of it can come back."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from audit.events import Event
from audit.models import TrailEntry

pytestmark = pytest.mark.django_db


def exits():
    return list(
        TrailEntry.objects.filter(event=Event.QUICK_EXIT).values_list("actor_name", flat=True)
    )


def test_the_link_ends_the_session_and_goes_to_the_neutral_site(client, person):
    client.force_login(person)
    assert client.get("/salud/sesion/").status_code == 204
    answer = client.get("/salir-ya/")
    assert (answer.status_code, answer.headers["Location"]) == (302, settings.QUICK_EXIT_URL)
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0
    assert Session.objects.count() == 0
    assert client.get("/salud/sesion/").status_code == 401
    assert exits() == [person.email]


def test_the_beacon_ends_it_too_without_a_token(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    answer = client.post("/salir-ya/")
    assert (answer.status_code, answer.content) == (204, b"")
    assert Session.objects.count() == 0
    assert exits() == [person.email]


def test_a_stolen_cookie_is_worth_nothing_afterwards(client, person):
    client.force_login(person)
    stolen = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.get("/salir-ya/")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = stolen
    assert thief.get("/salud/sesion/").status_code == 401


def test_a_page_left_alone_signs_out_without_calling_it_an_escape(client, person):
    client.force_login(person)
    client.post("/salir-ya/", {"reason": "idle"})
    assert Session.objects.count() == 0
    assert exits() == []
    assert TrailEntry.objects.filter(event=Event.SIGNED_OUT).count() == 1


def test_whoever_is_not_signed_in_leaves_too_and_no_line_is_written(client):
    assert client.get("/salir-ya/").headers["Location"] == settings.QUICK_EXIT_URL
    assert exits() == []


def test_other_ways_of_asking_are_refused(client):
    assert client.put("/salir-ya/").status_code == 405


def test_she_leaves_even_when_the_trail_cannot_be_written(client, person):
    client.force_login(person)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_trailentry RENAME TO audit_out_of_reach")
    answer = client.get("/salir-ya/")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_out_of_reach RENAME TO audit_trailentry")
    assert answer.headers["Location"] == settings.QUICK_EXIT_URL
    assert Session.objects.count() == 0
