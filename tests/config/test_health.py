"""Health says yes or no, to anybody, and nothing more."""

import pytest
from django.db import OperationalError, connection

pytestmark = pytest.mark.django_db

CLOSED_PORT = "redis://127.0.0.1:1/0"


def test_a_house_that_stands_answers_200(client):
    answer = client.get("/salud/")
    assert (answer.status_code, answer.json()) == (200, {"ok": True})


def test_a_cache_that_is_gone_is_503(client, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": CLOSED_PORT,
        }
    }
    answer = client.get("/salud/")
    assert (answer.status_code, answer.json()) == (503, {"ok": False})


def test_a_database_that_does_not_answer_is_503_and_its_words_stay_inside(client):
    def out_of_order(*_):
        raise OperationalError("could not connect to 10.0.0.5")

    with connection.execute_wrapper(out_of_order):
        answer = client.get("/salud/")
    assert answer.status_code == 503
    assert "10.0.0.5" not in answer.content.decode()


def test_health_needs_no_session_and_is_not_kept(client):
    answer = client.get("/salud/")
    assert not answer.cookies
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_session_is_asked_after_separately(client, person):
    assert client.get("/salud/sesion/").status_code == 401
    client.force_login(person)
    assert client.get("/salud/sesion/").status_code == 204
