"""Follow-ups: planned, done, moved, left to her, handed to a colleague."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from casework.actions.follow_up import NextStep, add_follow_up, finish_follow_up
from casework.errors import FollowUpEnded, NotOfThisPartner
from casework.models import Case, FollowUp, SafeContact
from tests.plugins.cases import CALL, make_case, make_follow_up, working_as
from tests.plugins.cast import deeds
from tests.plugins.pages import page_in

WEDNESDAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def on_a_monday(time_machine):
    time_machine.move_to("2026-11-23T10:00:00-04:00", tick=False)


@pytest.fixture
def call(cast, rosario) -> FollowUp:
    """A call due on Wednesday, Ana's."""
    return make_follow_up(rosario, cast.ana, WEDNESDAY)


def plan(client, case, person, **changes):
    data = {"kind": CALL, "due_on": "25/11/2026", "assigned_to": str(person.user_id), **changes}
    return client.post(f"/casos/{case.code}/seguimientos/nuevo/", data)


def say(client, follow_up, verb, **data):
    address = f"/casos/{follow_up.case.code}/seguimientos/{follow_up.code}/{verb}/"
    return client.post(address, data)


def test_a_follow_up_is_planned_for_a_colleague(cast, as_, rosario):
    assert plan(as_(cast.ana), rosario, cast.paula, what="Llevar copias").status_code == 302
    follow_up = FollowUp.objects.get()
    assert follow_up.assigned_to_id == cast.paula.user_id
    assert follow_up.state == "pending"
    assert Case.objects.get().next_due_on == WEDNESDAY
    assert deeds().count("add_follow_up") == 1


@pytest.mark.parametrize("who", ["sonia", "elena", "rita"])
def test_a_follow_up_is_not_planned_for_a_stranger(cast, as_, rosario, who):
    stranger = getattr(cast, who)
    answer = plan(as_(cast.ana), rosario, stranger)
    assert answer.status_code == 200
    assert "Elija a una persona de la lista" in answer.content.decode()
    step = NextStep(kind=CALL, due_on=WEDNESDAY, assigned_to=stranger.user)
    with working_as(cast.ana) as ana, pytest.raises(NotOfThisPartner):
        add_follow_up(rosario, step=step, by=ana)
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"due_on": "22/11/2026"},
        {"due_on": "30/02/2027"},
        {"due_on": ""},
        {"kind": "inventado"},
        {"assigned_to": "no-es-nadie"},
        {"assigned_to": "\x00"},
        {"what": "x" * 301},
    ],
)
def test_an_impossible_follow_up_is_refused_beside_its_field(cast, as_, rosario, changes):
    answer = plan(as_(cast.ana), rosario, cast.ana, **changes)
    assert answer.status_code == 200
    assert "Falta corregir algo" in answer.content.decode()
    assert not FollowUp.objects.exists()


def test_a_holiday_is_asked_about_before_it_is_taken(cast, as_, rosario):
    christmas = {"due_on": "25/12/2026"}
    answer = plan(as_(cast.ana), rosario, cast.ana, **christmas)
    assert "Navidad" in answer.content.decode()
    assert not FollowUp.objects.exists()
    meant = {**christmas, "asked_about": "2026-12-25"}
    assert plan(as_(cast.ana), rosario, cast.ana, **meant).status_code == 302


def test_what_was_typed_stands_unchanged_when_a_free_day_is_asked_about(cast, as_, rosario):
    typed = {"due_on": "25/12/2026", "due_at_time": "09:30", "what": "Llevar copias"}
    asked = page_in(plan(as_(cast.ana), rosario, cast.ana, **typed)).form(having="asked_about")
    shown = {name: asked.named(name)[0].value for name in ("due_at_time", "what", "asked_about")}
    assert shown == {"due_at_time": "09:30", "what": "Llevar copias", "asked_about": "2026-12-25"}


def test_the_dates_of_a_follow_up_that_was_moved_both_stand_in_the_history(
    cast, as_, rosario, call
):
    say(as_(cast.ana), call, "mover", **{"move-due_on": "09/12/2026"})
    page = as_(cast.ana).get(f"/casos/{rosario.code}/historia/").content.decode()
    assert "Cambiado de fecha al 9 dic" in page


def test_a_follow_up_is_done_with_what_came_of_it(cast, as_, rosario, call):
    answer = say(
        as_(cast.ana),
        call,
        "hecho",
        **{"finish-has_spoken_with_her": "yes", "finish-outcome": "Está en casa de su hermana"},
    )
    assert answer.status_code == 302
    done = FollowUp.objects.get()
    assert (done.state, done.ended_at is not None) == ("done", True)
    case = Case.objects.get()
    assert case.last_contact_on == timezone.localdate()
    assert case.next_due_on is None
    with working_as(cast.ana):
        assert FollowUp.objects.get().outcome == "Está en casa de su hermana"
    assert deeds().count("finish_follow_up") == 1


def test_an_errand_without_her_is_no_contact(cast, as_, call):
    say(as_(cast.ana), call, "hecho", **{"finish-has_spoken_with_her": "no"})
    assert FollowUp.objects.get().state == "done"
    assert Case.objects.get().last_contact_on is None


def test_whether_she_was_spoken_with_is_asked(cast, as_, call):
    assert say(as_(cast.ana), call, "hecho").status_code == 200
    assert FollowUp.objects.get().state == "pending"


def test_a_moved_follow_up_leaves_a_row_in_its_place(cast, as_, call):
    answer = say(as_(cast.ana), call, "mover", **{"move-due_on": "27/11/2026"})
    assert answer.status_code == 302
    moved = FollowUp.objects.get(state="moved")
    assert moved.moved_to.due_on == date(2026, 11, 27)
    assert Case.objects.get().next_due_on == date(2026, 11, 27)
    with working_as(cast.ana):
        assert FollowUp.objects.get(state="pending").what == "Preguntar por la audiencia"
    page = as_(cast.ana).get(f"/casos/{moved.case.code}/seguimientos/{moved.code}/")
    assert moved.moved_to.code in page.content.decode()


def test_it_is_not_moved_to_a_day_gone_by(cast, as_, call):
    answer = say(as_(cast.ana), call, "mover", **{"move-due_on": "20/11/2026"})
    assert answer.status_code == 200
    assert "no puede ser anterior a hoy" in answer.content.decode()
    assert FollowUp.objects.get().state == "pending"


def test_leaving_it_to_her_ends_it_and_says_so_on_the_case(cast, as_, call):
    assert say(as_(cast.ana), call, "ella-se-comunicara").status_code == 302
    assert FollowUp.objects.get().state == "she_will_contact"
    assert SafeContact.objects.get().she_will_contact_us
    assert "Ella se comunicará" in as_(cast.ana).get(f"/casos/{call.case.code}/").content.decode()


def test_a_colleague_takes_it_over(cast, as_, call):
    answer = say(as_(cast.ana), call, "reasignar", **{"reassign-to": str(cast.paula.user_id)})
    assert answer.status_code == 302
    assert FollowUp.objects.get().assigned_to_id == cast.paula.user_id
    refused = say(as_(cast.ana), call, "reasignar", **{"reassign-to": str(cast.sonia.user_id)})
    assert refused.status_code == 200
    assert FollowUp.objects.get().assigned_to_id == cast.paula.user_id


@pytest.mark.parametrize("verb", ["hecho", "mover", "ella-se-comunicara", "reasignar"])
def test_what_has_ended_does_not_end_again(cast, as_, call, verb):
    say(as_(cast.ana), call, "hecho", **{"finish-has_spoken_with_her": "yes"})
    everything = {
        "finish-has_spoken_with_her": "yes",
        "move-due_on": "27/11/2026",
        "reassign-to": str(cast.paula.user_id),
    }
    answer = say(as_(cast.ana), call, verb, **everything)
    assert answer.status_code == 200
    assert "ya no está pendiente" in answer.content.decode()
    assert FollowUp.objects.get().state == "done"


def test_two_people_do_not_finish_the_same_follow_up(cast, call):
    with working_as(cast.ana) as ana:
        same = FollowUp.objects.select_related("case").get()
        finish_follow_up(call, outcome="", has_spoken_with_her=False, by=ana)
        with pytest.raises(FollowUpEnded):
            finish_follow_up(same, outcome="", has_spoken_with_her=False, by=ana)
    assert deeds().count("finish_follow_up") == 1


def test_the_next_date_is_the_earliest_that_is_pending(cast, as_, rosario, call):
    sooner = make_follow_up(rosario, cast.ana, WEDNESDAY - timedelta(days=1))
    assert Case.objects.get().next_due_on == sooner.due_on
    say(as_(cast.ana), sooner, "hecho", **{"finish-has_spoken_with_her": "no"})
    assert Case.objects.get().next_due_on == WEDNESDAY


def test_a_follow_up_is_found_in_its_own_case_only(cast, as_, call):
    other = make_case(cast.ana, given_names="Julia")
    client = as_(cast.ana)
    assert client.get(f"/casos/{call.case.code}/seguimientos/{call.code}/").status_code == 200
    assert client.get(f"/casos/{other.code}/seguimientos/{call.code}/").status_code == 404


@pytest.mark.parametrize("who", ["sonia", "elena", "rita", "teo"])
def test_nobody_outside_plans_or_ends_it(cast, as_, rosario, call, who):
    stranger = as_(getattr(cast, who))
    assert plan(stranger, rosario, cast.ana).status_code == 404
    assert stranger.get(f"/casos/{rosario.code}/seguimientos/{call.code}/").status_code == 404
    for verb in ("hecho", "mover", "ella-se-comunicara", "reasignar"):
        assert say(stranger, call, verb).status_code == 404
    assert FollowUp.objects.get().state == "pending"
