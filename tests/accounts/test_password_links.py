"""Links to choose a password: kept as a digest, good once, for 72 hours, the latest only."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection

from accounts import links
from accounts.models import PasswordLink
from audit.context import acting
from tests.plugins.cast import SYSTEM, deeds, entries, without_keys

MORNING = "2026-03-01T09:00:00+00:00"
FRESH = "puerta-lunes-cobre-98"
CHOSEN = {"password1": FRESH, "password2": FRESH}


@pytest.fixture(autouse=True)
def clock(cast):
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def path(cast):
    """Ana's link, as it stands in her mail."""
    return made_for(cast.ana)


def made_for(member) -> str:
    with acting(SYSTEM):
        return links.new_path(member.user)


def everything_stored() -> str:
    """Every table, as text."""
    stored = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- the database's own names
            stored += [str(row) for row in cursor.fetchall()]
    return "\n".join([*stored, json.dumps([each.get_decoded() for each in Session.objects.all()])])


def test_the_database_holds_no_link_that_opens_anything(path, client):
    word = path.rstrip("/").rpartition("/")[2]
    assert client.get(path).status_code == 200
    stored = everything_stored()
    assert word not in stored
    for token in {*re.findall(r"[\w-]{20,}", stored)}:
        assert links.person_of(token) is None
    assert links.person_of(word) is not None


def test_a_link_works_once(path, client, sign_in):
    assert client.post(path, CHOSEN)["Location"] == "/cuenta/clave/lista/"
    assert sign_in("ana@norte.example", FRESH)[1].status_code == 302
    assert "ya no sirve" in client.post(path, CHOSEN).content.decode()
    assert not PasswordLink.objects.exists()
    assert "set_password" in deeds()


def test_a_password_that_is_too_weak_does_not_use_the_link_up(path, client):
    assert client.post(path, {"password1": "corta", "password2": "corta"}).status_code == 200
    assert client.post(path, CHOSEN).status_code == 302


def test_every_link_that_does_not_work_is_answered_alike(cast, clock, client, suspend):
    used = made_for(cast.ana)
    client.post(used, CHOSEN)
    replaced = made_for(cast.paula)
    made_for(cast.paula)
    of_who_left = made_for(cast.lidia)
    suspend(cast.lidia)
    old = made_for(cast.susi)
    clock.shift(timedelta(hours=72))
    good = made_for(cast.emma)
    answers = {
        without_keys(client.get(path)).replace(path, "[here]")
        for path in (used, replaced, of_who_left, old, "/cuenta/clave/nueva/made-up/")
    }
    assert len(answers) == 1
    assert "ya no sirve" in answers.pop()
    assert "Elija su contraseña" in client.get(good).content.decode()


def test_a_link_lives_for_seventy_two_hours(path, clock, client):
    clock.shift(timedelta(hours=71, minutes=59))
    assert "Elija su contraseña" in client.get(path).content.decode()
    clock.shift(timedelta(minutes=1))
    assert "ya no sirve" in client.post(path, CHOSEN).content.decode()


def test_a_second_invitation_kills_the_first(cast, client):
    first, second = made_for(cast.ana), made_for(cast.ana)
    assert "ya no sirve" in client.get(first).content.decode()
    assert client.post(second, CHOSEN).status_code == 302


def test_the_trail_knows_of_the_choice_and_not_of_the_link(path, client):
    client.post(path, CHOSEN)
    word = path.rstrip("/").rpartition("/")[2]
    (chosen,) = (entry for entry in entries("deed") if entry.deed == "set_password")
    assert chosen.actor_name == "ana@norte.example"
    assert not [each for each in entries("created") if word in str(each.changes)]


def test_guessing_links_is_slowed(db, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {
        **settings.ACCOUNT_RATE_LIMITS,
        "reset_password_from_key": "3/m/ip",
    }
    path = "/cuenta/clave/nueva/made-up/"
    assert [client.post(path, CHOSEN).status_code for _ in range(4)] == [200, 200, 200, 429]
