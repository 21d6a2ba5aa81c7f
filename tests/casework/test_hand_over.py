"""Handing a case over, and sharing out the cases of somebody who leaves."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.permissions import Role
from casework.models import Case, CaseException, CaseMember, FollowUp, HandOver, SupportSession
from casework.models.session import SessionKind
from tests.casework.test_exceptions import newcomer, opens, restrict
from tests.plugins.cases import make_case, make_follow_up, working_as
from tests.plugins.cast import deeds
from tests.plugins.house import ROSARIO, held


def propose(client, case, person, **changes):
    data = {"person": str(person.user_id), "reason": "Salgo de viaje: remolacha", **changes}
    return client.post(f"/casos/{case.code}/traspaso/", data)


def answer(client, proposal, word):
    return client.post(f"/casos/traspasos/{proposal.code}/", {word: "1"})


def reassign(client, leaver, *takers):
    data = {"leaver": str(leaver.user_id), "takers": [str(each.user_id) for each in takers]}
    return client.post("/casos/repartir/", data)


@pytest.fixture
def carla(cast):
    """A second counselor of norte."""
    return newcomer(cast, "Carla Inti", Role.COUNSELOR)


def test_a_case_changes_hands_when_the_colleague_accepts_and_not_before(cast, as_, rosario, carla):
    make_follow_up(rosario, cast.ana, timezone.localdate() + timedelta(days=1))
    assert propose(as_(cast.ana), rosario, carla).status_code == 302
    assert Case.objects.get().responsible_id == cast.ana.user_id
    assert "Le proponen llevar este caso" in as_(carla).get("/hoy/").content.decode()
    assert answer(as_(carla), HandOver.objects.get(), "accept").status_code == 302
    assert Case.objects.get().responsible_id == carla.user_id
    assert FollowUp.objects.get().assigned_to_id == carla.user_id
    assert "Le proponen llevar este caso" not in as_(carla).get("/hoy/").content.decode()
    assert deeds().count("accept_hand_over") == 1


def test_the_giver_loses_at_acceptance_what_the_case_gave_her(cast, as_, rosario):
    petra = newcomer(cast, "Petra Nina", Role.PSYCHOLOGIST)
    case = make_case(cast.paula)
    with working_as(petra) as staff:
        held(SessionKind.PSYCHOLOGICAL, case, ROSARIO, by=staff)
    session = SupportSession.objects.get()
    note = f"/casos/{case.code}/sesiones/{session.code}/"
    assert ROSARIO.word in as_(cast.paula).get(note).content.decode()
    propose(as_(cast.paula), case, cast.ana)
    assert ROSARIO.word in as_(cast.paula).get(note).content.decode()
    answer(as_(cast.ana), HandOver.objects.get(), "accept")
    assert ROSARIO.word not in as_(cast.paula).get(note).content.decode()
    assert not CaseMember.objects.filter(case=case, user=cast.paula.user, until=None).exists()


def test_the_giver_of_a_restricted_case_loses_it_at_acceptance(cast, as_, rosario, carla):
    restrict(as_(cast.susi), rosario, cast.ana)
    propose(as_(cast.ana), rosario, carla)
    proposal = HandOver.objects.get()
    page = as_(carla).get(f"/casos/traspasos/{proposal.code}/")
    assert page.status_code == 200
    assert "remolacha" not in page.content.decode()
    assert not opens(as_(carla), rosario)
    assert opens(as_(cast.ana), rosario)
    assert answer(as_(carla), proposal, "accept").status_code == 302
    assert opens(as_(carla), rosario)
    assert not opens(as_(cast.ana), rosario)


def test_a_declined_case_stays_where_it_is(cast, as_, rosario, carla):
    propose(as_(cast.ana), rosario, carla)
    proposal = HandOver.objects.get()
    assert answer(as_(carla), proposal, "decline").status_code == 302
    assert deeds().count("decline_hand_over") == 1
    assert Case.objects.get().responsible_id == cast.ana.user_id
    answer(as_(carla), proposal, "accept")
    assert Case.objects.get().responsible_id == cast.ana.user_id
    propose(as_(cast.ana), rosario, carla)
    answer(as_(carla), HandOver.objects.waiting().get(), "accept")
    assert Case.objects.get().responsible_id == carla.user_id


@pytest.mark.parametrize("who", ["ana", "paula", "susi", "sonia", "elena"])
def test_only_she_to_whom_it_is_proposed_answers(cast, as_, rosario, carla, who):
    propose(as_(cast.ana), rosario, carla)
    proposal = HandOver.objects.get()
    assert answer(as_(getattr(cast, who)), proposal, "accept").status_code == 404
    assert Case.objects.get().responsible_id == cast.ana.user_id
    assert answer(as_(carla), proposal, "accept").status_code == 302


@pytest.mark.parametrize("who", ["paula", "lidia", "sonia", "elena"])
def test_only_the_responsible_person_or_the_supervisor_proposes(cast, as_, rosario, carla, who):
    assert propose(as_(getattr(cast, who)), rosario, carla).status_code == 404
    assert not HandOver.objects.exists()
    assert propose(as_(cast.susi), rosario, carla).status_code == 302


def test_a_proposal_is_told_by_a_neutral_mail(
    cast, as_, rosario, carla, django_capture_on_commit_callbacks
):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        propose(as_(cast.ana), rosario, carla)
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([carla.user.email], "Agenda")
    assert rosario.code not in message.body


def test_every_case_of_somebody_who_leaves_goes_to_her_colleagues(cast, as_, rosario, carla):
    others = [make_case(cast.ana, given_names=f"Julia {number}") for number in range(3)]
    helped = make_case(cast.lidia, given_names="Elisa")
    as_(cast.lidia).post(
        f"/casos/{helped.code}/equipo/sumar/", {"add-person": str(cast.ana.user_id)}
    )
    make_follow_up(helped, cast.ana, timezone.localdate())
    restrict(as_(cast.susi), rosario, cast.ana, cast.lidia)
    assert reassign(as_(cast.susi), cast.ana, carla, cast.paula).status_code == 302
    carried = [Case.objects.get(pk=case.pk).responsible_id for case in (rosario, *others)]
    assert sorted(carried) == sorted([carla.user_id, cast.paula.user_id] * 2)
    assert FollowUp.objects.get().assigned_to_id == cast.lidia.user_id
    assert not CaseMember.objects.filter(user=cast.ana.user, until=None).exists()
    assert not CaseException.objects.standing().filter(person=cast.ana.user).exists()
    assert not opens(as_(cast.ana), rosario)
    new = carla if Case.objects.get(pk=rosario.pk).responsible_id == carla.user_id else cast.paula
    assert opens(as_(new), rosario)
    assert deeds().count("reassign_all") == 1


def test_the_cases_of_somebody_suspended_can_still_be_reassigned(
    cast, as_, rosario, carla, suspend
):
    suspend(cast.ana)
    assert reassign(as_(cast.susi), cast.ana, carla).status_code == 302
    assert Case.objects.get().responsible_id == carla.user_id


@pytest.mark.parametrize("who", ["ana", "paula", "sonia", "elena", "rita"])
def test_only_a_supervisor_reassigns_somebodys_cases(cast, as_, rosario, carla, who):
    assert reassign(as_(getattr(cast, who)), cast.ana, carla).status_code == 404
    assert reassign(as_(cast.susi), cast.ana, cast.ana).status_code == 200
    assert reassign(as_(cast.susi), cast.ana, cast.sonia).status_code == 200
    assert Case.objects.get().responsible_id == cast.ana.user_id
    assert reassign(as_(cast.susi), cast.ana, carla).status_code == 302
    assert Case.objects.get().responsible_id == carla.user_id
