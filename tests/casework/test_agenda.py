"""The agenda: two weeks, one's own or the partner's."""

from datetime import date, timedelta

import pytest

from tests.plugins.cases import make_follow_up

MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def on_a_wednesday(time_machine):
    time_machine.move_to("2026-11-25T10:00:00-04:00", tick=False)


def agenda(client, query="") -> str:
    answer = client.get(f"/agenda/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("day", "is_shown"), [(-1, False), (0, True), (2, True), (13, True), (14, False)]
)
def test_it_shows_two_weeks_from_monday(cast, as_, rosario, day, is_shown):
    make_follow_up(rosario, cast.ana, MONDAY + timedelta(days=day))
    assert (rosario.code in agenda(as_(cast.ana))) is is_shown


def test_it_turns_by_weeks(cast, as_, rosario):
    make_follow_up(rosario, cast.ana, MONDAY + timedelta(days=16))
    client = as_(cast.ana)
    assert rosario.code not in agenda(client)
    assert "?week=2026-11-30" in agenda(client)
    assert rosario.code in agenda(client, "?week=2026-11-30")
    assert rosario.code in agenda(client, "?week=2026-12-03")


def test_an_appointment_is_told_apart_by_word_and_hour(cast, as_, rosario):
    make_follow_up(rosario, cast.ana, MONDAY + timedelta(days=3), due_at_time="09:15")
    make_follow_up(rosario, cast.ana, MONDAY + timedelta(days=4))
    page = agenda(as_(cast.ana))
    assert "09:15" in page
    assert "Cita" in page
    assert "Seguimiento" in page


def test_a_supervisor_sees_her_own_or_the_whole_team(cast, as_, rosario):
    make_follow_up(rosario, cast.ana, MONDAY + timedelta(days=3))
    client = as_(cast.susi)
    assert rosario.code not in agenda(client)
    page = agenda(client, "?whose=partner")
    assert rosario.code in page
    assert "Ana Choque" in page


def test_a_counselor_sees_her_own_whatever_she_asks_for(cast, as_, rosario):
    make_follow_up(rosario, cast.paula, MONDAY + timedelta(days=3))
    assert rosario.code not in agenda(as_(cast.ana), "?whose=partner")
    assert rosario.code in agenda(as_(cast.paula))


def test_a_free_day_says_why(cast, as_):
    assert "Navidad" in agenda(as_(cast.ana), "?week=2026-12-21")


@pytest.mark.parametrize("week", ["ayer", "2026-02-31", "9999-12-31", "0001-01-01", "%00"])
def test_a_week_that_does_not_exist_breaks_nothing(cast, as_, week):
    assert as_(cast.ana).get(f"/agenda/?week={week}").status_code in (200, 400)


@pytest.mark.parametrize("who", ["elena", "rita", "teo"])
def test_people_without_cases_have_no_agenda(cast, as_, who):
    assert as_(getattr(cast, who)).get("/agenda/").status_code == 404
