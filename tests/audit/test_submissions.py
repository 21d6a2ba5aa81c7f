import threading
import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.template import engines
from django.test import Client
from django.utils import timezone

from audit.models import Submission, TrailEntry
from audit.tasks import purge_submissions


def form(name="equipo", key=None):
    return {"name": name, "submission_key": str(key or uuid.uuid4())}


def test_a_form_sent_twice_is_done_once(ana):
    sent = form()
    first = ana.post("/crear/", sent)
    again = ana.post("/crear/", sent)

    assert Group.objects.count() == 1
    assert first.headers["Location"] == again.headers["Location"] == "/hecho/equipo/"
    assert TrailEntry.objects.count() == 1


def test_two_forms_are_two_deeds(ana):
    ana.post("/crear/", form("uno"))
    ana.post("/crear/", form("dos"))
    assert Group.objects.count() == 2


def test_a_form_with_errors_can_be_corrected_and_sent_again(ana):
    key = uuid.uuid4()
    assert ana.post("/crear/", form("", key)).status_code == 200
    assert ana.post("/crear/", form("equipo", key)).status_code == 302
    assert Group.objects.count() == 1


def test_a_form_whose_deed_broke_can_be_sent_again(ana, full_disk):
    key = uuid.uuid4()
    assert ana.post("/crear/", form("equipo", key)).status_code == 503
    assert not Submission.objects.exists()


def test_a_key_used_on_another_page_or_by_another_person_is_another_key(ana, settings):
    key = uuid.uuid4()
    ana.post("/crear/", form("uno", key))
    ana.post("/crear-otra/", form("dos", key))
    settings.MIDDLEWARE = ["audit.middleware.TrailMiddleware"]
    Client().post("/crear/", form("tres", key))
    assert Group.objects.count() == 3


@pytest.mark.parametrize("key", ["", "no-es-una-llave", "\x00", "x" * 100_000, "{{7*7}}"])
def test_a_key_that_is_none_guards_nothing_and_hinders_nothing(ana, key):
    answer = ana.post("/crear/", {"name": "equipo", "submission_key": key})
    assert answer.status_code == 302
    assert not Submission.objects.exists()


def test_a_repeat_sent_by_htmx_is_sent_on_by_htmx(ana):
    sent = form()
    for _ in range(2):
        answer = ana.post("/crear-htmx/", sent, headers={"hx-request": "true"})
        assert answer.headers["HX-Redirect"] == "/hecho/"
    assert Group.objects.count() == 1


def test_a_visit_with_get_uses_no_key(ana):
    ana.get("/buscar/", form())
    assert not Submission.objects.exists()


def test_each_form_shown_carries_a_fresh_key():
    page = engines["django"].from_string("{% load submissions %}{% submission_key %}")
    first, second = page.render(), page.render()
    assert first != second
    assert first.startswith('<input type="hidden" name="submission_key" value="')


def test_keys_are_forgotten_after_a_week(db):
    old = timezone.now() - timedelta(days=7, minutes=1)
    Submission.objects.create(key=uuid.uuid4(), at=old)
    young = Submission.objects.create(key=uuid.uuid4())
    purge_submissions()
    assert list(Submission.objects.all()) == [young]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time")
@pytest.mark.django_db(transaction=True)
def test_a_form_sent_by_many_hands_at_once_is_done_once(small_site):
    sent = form()
    answers = []

    def send() -> None:
        answers.append(Client().post("/crear/", sent).headers["Location"])
        connection.close()

    hands = [threading.Thread(target=send) for _ in range(6)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()

    assert answers == ["/hecho/equipo/"] * 6
    assert Group.objects.count() == 1
