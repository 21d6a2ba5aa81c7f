"""The team: joining, leaving, handing over, and who can see a case and why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.models import Case, CaseMember, FollowUp
from tests.plugins.cases import make_follow_up
from tests.plugins.cast import deeds, entries


def ask(client, case, verb, person, field):
    return client.post(f"/casos/{case.code}/equipo/{verb}/", {field: str(person.user_id)})


def add(client, case, person):
    return ask(client, case, "sumar", person, "add-person")


def remove(client, case, person):
    return ask(client, case, "quitar", person, "remove-person")


def hand_over(client, case, person):
    return ask(client, case, "responsable", person, "responsible-person")


def supporters() -> set:
    return set(CaseMember.objects.filter(until=None).values_list("user_id", flat=True))


def test_a_colleague_joins_and_leaves_the_team(cast, as_, rosario):
    client = as_(cast.ana)
    assert add(client, rosario, cast.paula).status_code == 302
    assert supporters() == {cast.ana.user_id, cast.paula.user_id}
    assert remove(client, rosario, cast.paula).status_code == 302
    assert supporters() == {cast.ana.user_id}
    assert add(client, rosario, cast.paula).status_code == 302
    assert CaseMember.objects.filter(user=cast.paula.user).count() == 2
    assert (deeds().count("add_to_team"), deeds().count("remove_from_team")) == (2, 1)


@pytest.mark.parametrize("who", ["sonia", "elena", "rita"])
def test_only_people_who_work_on_cases_here_join(cast, as_, rosario, who):
    answer = add(as_(cast.ana), rosario, getattr(cast, who))
    assert answer.status_code == 200
    assert "Elija a una persona de la lista" in answer.content.decode()
    assert supporters() == {cast.ana.user_id}


def test_the_responsible_person_does_not_leave(cast, as_, rosario):
    answer = remove(as_(cast.susi), rosario, cast.ana)
    assert answer.status_code == 200
    assert "Es la responsable del caso" in answer.content.decode()
    assert supporters() == {cast.ana.user_id}


def test_whoever_leaves_passes_on_what_she_had_pending(cast, as_, rosario):
    client = as_(cast.ana)
    add(client, rosario, cast.paula)
    make_follow_up(rosario, cast.paula, timezone.localdate() + timedelta(days=2))
    remove(client, rosario, cast.paula)
    assert FollowUp.objects.get().assigned_to_id == cast.ana.user_id


def test_a_supervisor_hands_the_case_over_with_what_is_pending(cast, as_, rosario):
    make_follow_up(rosario, cast.ana, timezone.localdate())
    make_follow_up(rosario, cast.lidia, timezone.localdate())
    assert hand_over(as_(cast.susi), rosario, cast.paula).status_code == 302
    assert Case.objects.get().responsible_id == cast.paula.user_id
    assert set(FollowUp.objects.values_list("assigned_to_id", flat=True)) == {
        cast.paula.user_id,
        cast.lidia.user_id,
    }
    assert cast.paula.user_id in supporters()


def test_a_counselor_does_not_hand_over(cast, as_, rosario):
    assert hand_over(as_(cast.ana), rosario, cast.paula).status_code == 404
    assert Case.objects.get().responsible_id == cast.ana.user_id


def test_a_suspended_colleague_is_not_offered(cast, as_, rosario, suspend):
    page = as_(cast.ana).get(f"/casos/{rosario.code}/equipo/").content.decode()
    assert page.count("Paula Rojas") > 1
    suspend(cast.paula)
    page = as_(cast.ana).get(f"/casos/{rosario.code}/equipo/").content.decode()
    assert "Paula Rojas" not in page
    assert add(as_(cast.ana), rosario, cast.paula).status_code == 200
    assert supporters() == {cast.ana.user_id}


def test_who_can_see_the_case_is_told_with_the_reasons(cast, as_, rosario):
    add(as_(cast.ana), rosario, cast.paula)
    page = as_(cast.ana).get(f"/casos/{rosario.code}/equipo/").content.decode()
    for person in (cast.ana, cast.paula, cast.lidia, cast.susi):
        assert person.user.full_name in page
    for person in (cast.elena, cast.sonia, cast.rita):
        assert person.user.full_name not in page
    assert "es la responsable del caso" in page
    assert "apoya el caso desde" in page
    assert "Psicológica" in page
    assert "Legal" not in page.split("</table>")[0]


def test_a_closed_case_keeps_its_team(cast, as_, rosario):
    closed = Case.objects.get()
    closed.stage, closed.closed_at = "closed", timezone.now()
    closed.save()
    answer = add(as_(cast.ana), rosario, cast.paula)
    assert answer.status_code == 200
    assert "El caso está cerrado" in answer.content.decode()
    assert supporters() == {cast.ana.user_id}


@pytest.mark.parametrize("who", ["sonia", "elena", "rita", "teo"])
def test_nobody_outside_sees_or_changes_the_team(cast, as_, rosario, who):
    stranger = as_(getattr(cast, who))
    assert stranger.get(f"/casos/{rosario.code}/equipo/").status_code == 404
    assert add(stranger, rosario, cast.paula).status_code == 404
    assert hand_over(stranger, rosario, cast.paula).status_code == 404
    assert supporters() == {cast.ana.user_id}


@pytest.mark.parametrize("who", ["paula", "lidia"])
def test_nobody_adds_herself_to_a_team_to_get_inside_a_wall(cast, as_, rosario, who):
    herself = getattr(cast, who)
    assert add(as_(herself), rosario, herself).status_code == 404
    assert entries("refused")[-1].reason == "not_her_team"
    assert supporters() == {cast.ana.user_id}
    page = as_(herself).get(f"/casos/{rosario.code}/equipo/").content.decode()
    assert "equipo/sumar/" not in page
    assert "Al equipo lo elige la responsable" in page
    assert add(as_(cast.ana), rosario, herself).status_code == 302
    assert herself.user_id in supporters()


def test_two_colleagues_do_not_let_each_other_in_and_a_supervisor_does(cast, as_, rosario):
    add(as_(cast.ana), rosario, cast.lidia)
    assert add(as_(cast.lidia), rosario, cast.paula).status_code == 404
    assert cast.paula.user_id not in supporters()
    assert add(as_(cast.susi), rosario, cast.paula).status_code == 302
    assert cast.paula.user_id in supporters()
