"""A fresh proof that it is she, before what a stolen session must not do."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session

from audit.models import TrailEntry
from tests.plugins.cast import PASSWORD, deeds, entries
from tests.plugins.pages import page_in

MORNING = "2026-03-01T09:00:00+00:00"


@pytest.fixture
def clock():
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def reset_path(cast):
    """Where an administrator takes away Ana's phone."""
    return f"/administracion/personas/{cast.ana.code}/telefono/"


def asked(answer):
    """The form of the page that asks for the password in the middle of a POST."""
    assert answer.status_code == 403
    return page_in(answer).form(having="proof-password")


def test_a_fresh_proof_lets_a_delicate_deed_through_and_an_old_one_does_not(
    cast, clock, sign_in, reset_path
):
    elena, _ = sign_in("elena@norte.example")
    clock.shift(timedelta(minutes=4))
    assert elena.post(reset_path).status_code == 302
    clock.shift(timedelta(minutes=2))
    assert asked(elena.post(reset_path))


def test_the_answer_sends_what_was_typed_once_more_with_its_own_key(cast, as_, rosario):
    susi = as_(cast.susi)
    typed = {"note": "línea uno\r\nlínea dos <b>", "tick": ["a", "b"], "submission_key": "k-1"}
    form = asked(susi.post(f"/casos/{rosario.code}/revelar/?x=1", typed))
    assert form.action == f"/casos/{rosario.code}/revelar/?x=1"
    kept = {name: values for name, values in form.data.items() if name in typed}
    assert kept == {
        "note": ["línea uno\r\nlínea dos <b>"],
        "tick": ["a", "b"],
        "submission_key": ["k-1"],
    }
    answer = susi.post(form.action, {**form.data, "proof-password": PASSWORD})
    assert "Rosario Quenallata" in answer.content.decode()


def test_a_wrong_proof_is_recorded_and_what_was_typed_stays(cast, as_, rosario):
    susi = as_(cast.susi)
    form = asked(susi.post(f"/casos/{rosario.code}/revelar/", {"note": "sigue aquí"}))
    again = susi.post(form.action, {**form.data, "proof-password": "not-hers-123456"})
    assert "La contraseña no es correcta." in again.content.decode()
    assert asked(again).data["note"] == ["sigue aquí"]
    assert "proof-password" not in [c.name for c in asked(again).controls if c.value]
    assert entries("sign_in_failed")[-1].actor_name == "susana@norte.example"
    assert entries("revealed") == []


def test_guessing_the_proof_is_stopped(cast, as_, rosario, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "reauthenticate": "3/m/user"}
    susi, path = as_(cast.susi), f"/casos/{rosario.code}/revelar/"
    for _ in range(3):
        susi.post(path, {"proof-password": "not-hers-123456"})
    answer = susi.post(path, {"proof-password": PASSWORD, "note": "sigue aquí"})
    assert "Demasiados intentos seguidos" in answer.content.decode()
    assert asked(answer).data["note"] == ["sigue aquí"]
    assert entries("revealed") == []


def test_nothing_that_was_typed_waits_on_the_server(cast, as_, rosario):
    as_(cast.susi).post(f"/casos/{rosario.code}/revelar/", {"note": "quinquilleria"})
    kept = [str(row.get_decoded()) for row in Session.objects.all()]
    kept += [str(entry.__dict__) for entry in TrailEntry.objects.all()]
    assert not [row for row in kept if "quinquilleria" in row]


def test_a_page_that_is_asked_for_leads_to_the_proof_and_back(cast, as_):
    elena = as_(cast.elena)
    sent = elena.get("/cuenta/segundo-paso/respaldo/nuevos/?x=1")
    assert sent["Location"].startswith("/cuenta/confirmar/?next=")
    back = elena.post(sent["Location"], {"password": PASSWORD})
    assert back["Location"] == "/cuenta/segundo-paso/respaldo/nuevos/?x=1"


def test_part_of_a_page_leads_the_whole_page_to_the_proof(cast, as_, rosario):
    answer = as_(cast.susi).post(f"/casos/{rosario.code}/revelar/", HTTP_HX_REQUEST="true")
    assert answer["HX-Redirect"] == "/cuenta/confirmar/"


def test_a_stranger_meets_the_missing_page_before_any_question(cast, as_, rosario):
    sonia = as_(cast.sonia)
    real = sonia.post(f"/casos/{rosario.code}/revelar/")
    wrong = sonia.post("/casos/2222-2222/revelar/")
    assert (real.status_code, wrong.status_code) == (404, 404)


def test_whoever_carries_the_case_reveals_without_being_asked_and_others_are_asked(
    cast, as_, rosario
):
    for path in ("revelar/", "contacto/"):
        assert as_(cast.ana).post(f"/casos/{rosario.code}/{path}").status_code == 200
        assert asked(as_(cast.paula).post(f"/casos/{rosario.code}/{path}"))
        assert as_(cast.paula, fresh=True).post(f"/casos/{rosario.code}/{path}").status_code == 200


def test_a_script_that_reveals_gets_the_page_that_asks_and_no_name(cast, as_, rosario):
    path = f"/casos/{rosario.code}/revelar/"
    answer = as_(cast.susi).post(path, headers={"accept": "text/plain"})
    assert asked(answer)
    assert answer["Content-Type"].startswith("text/html")


def test_an_old_session_takes_away_nobodys_phone(cast, as_, reset_path):
    assert asked(as_(cast.elena).post(reset_path))
    assert "reset_second_factor" not in deeds()


def test_a_proof_without_a_page_that_wants_one_changes_nothing(cast, as_):
    answer = as_(cast.ana).post("/cuenta/idioma/", {"language": "es", "proof-password": "wrong-1"})
    assert answer["Location"] == "/cuenta/"
    assert entries("sign_in_failed")[-1].actor_name == "ana@norte.example"
