"""Closing a case with its checklist, and opening it again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.actions.closing import close_case, reopen_case
from casework.actions.follow_up import NextStep, add_follow_up
from casework.errors import CaseIsClosed, CaseIsOpen, ChecklistIncomplete
from casework.models import Case, Closure, FollowUp
from casework.models.closure import ChecklistItem
from tests.plugins.cases import CALL, make_follow_up, working_as
from tests.plugins.cast import deeds

REASON = "motivo_cierre_objetivos_cumplidos"
EVERYTHING = ChecklistItem.values


def close(client, case, **changes):
    data = {"reason": REASON, "checklist": EVERYTHING, "note": "Está bien.", **changes}
    return client.post(f"/casos/{case.code}/cerrar/", data)


def test_a_case_is_closed_with_every_point_of_the_checklist_and_a_reason(cast, as_, rosario):
    answer = close(as_(cast.ana), rosario)
    assert answer.status_code == 302
    case = Case.objects.get()
    assert case.is_closed
    assert case.stage == "closed"
    assert Closure.objects.get().reason == REASON
    assert deeds().count("close_case") == 1


@pytest.mark.parametrize("missing", EVERYTHING)
def test_a_case_is_not_closed_while_a_point_is_missing(cast, as_, rosario, missing):
    points = [point for point in EVERYTHING if point != missing]
    answer = close(as_(cast.ana), rosario, checklist=points)
    assert answer.status_code == 200
    assert "Revise cada punto" in answer.content.decode()
    assert "Está bien." in answer.content.decode()
    assert not Case.objects.get().is_closed


def test_a_case_is_not_closed_without_a_reason(cast, as_, rosario):
    assert close(as_(cast.ana), rosario, reason="").status_code == 200
    assert close(as_(cast.ana), rosario, reason="aburrimiento").status_code == 200
    assert not Case.objects.get().is_closed


def test_closing_ends_what_was_pending(cast, as_, rosario):
    make_follow_up(rosario, cast.ana, timezone.localdate() + timedelta(days=3))
    close(as_(cast.ana), rosario)
    assert FollowUp.objects.get().state == "ended"
    assert Case.objects.get().next_due_on is None


def test_a_closed_case_is_read_and_not_written(cast, as_, rosario):
    client = as_(cast.ana)
    close(client, rosario)
    page = client.get(f"/casos/{rosario.code}/").content.decode()
    assert "Este caso está cerrado" in page
    assert "Registrar sesión" not in page
    answer = client.get(f"/casos/{rosario.code}/sesiones/nueva/", follow=True)
    assert "El caso está cerrado" in answer.content.decode()
    step = NextStep(kind=CALL, due_on=timezone.localdate(), assigned_to=cast.ana.user)
    with working_as(cast.ana) as ana, pytest.raises(CaseIsClosed):
        add_follow_up(Case.objects.get(), step=step, by=ana)


def test_a_case_is_closed_once(cast, rosario):
    with working_as(cast.ana) as ana:
        same = Case.objects.get()
        close_case(rosario, reason=REASON, checklist=EVERYTHING, note="", by=ana)
        with pytest.raises(CaseIsClosed):
            close_case(same, reason=REASON, checklist=EVERYTHING, note="", by=ana)
    assert Closure.objects.count() == 1


def test_a_closed_case_is_reopened_with_a_reason(cast, as_, rosario):
    client = as_(cast.ana)
    close(client, rosario)
    refused = client.post(f"/casos/{rosario.code}/reabrir/", {"reason": ""})
    assert refused.status_code == 200
    assert Case.objects.get().is_closed
    answer = client.post(f"/casos/{rosario.code}/reabrir/", {"reason": "Volvió a llamar"})
    assert answer.status_code == 302
    case = Case.objects.get()
    assert not case.is_closed
    assert case.stage == "opened"
    with working_as(cast.ana):
        assert Closure.objects.get().reopening_reason == "Volvió a llamar"
    assert "Se reabrió el caso" in client.get(f"/casos/{rosario.code}/").content.decode()


def test_an_open_case_is_not_reopened(cast, as_, rosario):
    answer = as_(cast.ana).get(f"/casos/{rosario.code}/reabrir/", follow=True)
    assert "ya está abierto" in answer.content.decode()
    with working_as(cast.ana) as ana, pytest.raises(CaseIsOpen):
        reopen_case(rosario, reason="x", by=ana)


def test_a_checklist_is_asked_of_the_deed_too(cast, rosario):
    with working_as(cast.ana) as ana, pytest.raises(ChecklistIncomplete):
        close_case(rosario, reason=REASON, checklist=EVERYTHING[1:], note="", by=ana)


@pytest.mark.parametrize("who", ["sonia", "elena", "rita", "teo"])
def test_nobody_outside_closes_it(cast, as_, rosario, who):
    assert close(as_(getattr(cast, who)), rosario).status_code == 404
    assert not Case.objects.get().is_closed
    assert close(as_(cast.susi), rosario).status_code == 302
