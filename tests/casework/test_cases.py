"""The case page: what it shows, what it opens, and what the trail says of it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from casework.models import Case, Consent, FollowUp, Need, RiskAssessment
from tests.plugins.cases import make_case, make_follow_up, working_as
from tests.plugins.cast import entries


def without_tokens(answer) -> str:
    """The page without what is fresh on each: the form tokens and the address asked for."""
    text = re.sub(r'(value|action)="[^"]{30,}"', "", answer.content.decode())
    return text.replace(answer.request["PATH_INFO"], "")


def page(client, case, path="") -> str:
    answer = client.get(f"/casos/{case.code}/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_case_shows_its_code_and_initials_and_not_her_name(cast, as_, rosario):
    shown = page(as_(cast.ana), rosario)
    assert rosario.code in shown
    assert "R. Q." in shown
    assert "Rosario" not in shown
    assert "<title>Agenda</title>" in shown


def test_her_name_is_revealed_once_and_the_trail_says_so(cast, as_, rosario):
    client = as_(cast.ana)
    answer = client.post(f"/casos/{rosario.code}/revelar/")
    assert "Rosario Quenallata" in answer.content.decode()
    assert [entry.subject_id for entry in entries("revealed")] == [rosario.id]
    assert [e.subject_id for e in entries("read") if e.compartment == "identity"] == [
        rosario.survivor_id
    ]
    assert "Rosario" not in page(client, rosario)


def test_a_script_that_asks_for_text_gets_the_name_alone(cast, as_, rosario):
    answer = as_(cast.ana).post(f"/casos/{rosario.code}/revelar/", headers={"accept": "text/plain"})
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == "Rosario Quenallata"
    assert len(entries("revealed")) == 1


def test_a_name_is_not_revealed_by_following_a_link(cast, as_, rosario):
    assert as_(cast.ana).get(f"/casos/{rosario.code}/revelar/").status_code == 405
    assert entries("revealed") == []


@pytest.mark.parametrize("who", ["sonia", "elena", "rita", "teo"])
def test_a_stranger_gets_what_a_wrong_code_gets(cast, as_, rosario, who):
    stranger = as_(getattr(cast, who))
    for path in ("", "historia/", "datos/", "que-paso/"):
        real = stranger.get(f"/casos/{rosario.code}/{path}")
        wrong = stranger.get(f"/casos/2222-2222/{path}")
        assert real.status_code == wrong.status_code == 404
        assert without_tokens(real) == without_tokens(wrong)
    assert stranger.post(f"/casos/{rosario.code}/revelar/").status_code == 404
    assert as_(cast.susi).get(f"/casos/{rosario.code}/").status_code == 200


def test_what_a_stranger_tried_is_on_the_trail_of_the_case(cast, as_, rosario):
    as_(cast.sonia).get(f"/casos/{rosario.code}/")
    (refused,) = entries("refused")
    assert refused.partner_id == cast.norte.id
    assert refused.subject_id == rosario.id
    assert refused.actor_name == cast.sonia.user.email


def test_the_first_page_opens_no_identity_and_no_narrative(cast, as_, rosario):
    make_follow_up(rosario, cast.ana, timezone.localdate())
    page(as_(cast.ana), rosario)
    assert {entry.compartment for entry in entries("read")} == {"case"}
    (read,) = entries("read")
    assert read.columns == ["casework_followup.what_sealed"]


def test_each_page_of_details_says_on_the_trail_what_it_opened(cast, as_, rosario):
    client = as_(cast.ana)
    assert "Rosario" in page(client, rosario, "datos/")
    assert "identity" in {entry.compartment for entry in entries("read")}
    page(client, rosario, "que-paso/")


def test_the_page_asks_the_same_number_of_queries_however_much_it_holds(
    cast, as_, rosario, django_assert_max_num_queries, django_assert_num_queries
):
    client = as_(cast.ana)
    page(client, rosario)
    with django_assert_max_num_queries(40) as few:
        page(client, rosario)
    for days in range(10):
        make_follow_up(rosario, cast.paula, timezone.localdate() + timedelta(days=days))
    with working_as(cast.ana):
        Need.objects.create(
            partner=cast.norte, case=rosario, created_by=cast.ana.user, kind="legal"
        )
    with django_assert_num_queries(len(few)):
        page(client, rosario)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({}, "Consentimiento vigente"),
        ({"ends_in": 60}, "Consentimiento hasta"),
        ({"ends_in": 3}, "vence en 3 días"),
        ({"ends_in": -1}, "Consentimiento vencido"),
        ({"is_granted": False}, "Sin consentimiento"),
        ({"withdrawn_at": timezone.now()}, "Sin consentimiento"),
    ],
)
def test_the_state_of_her_consent_is_told_in_words(cast, as_, rosario, columns, said):
    ends_in = columns.pop("ends_in", None)
    with working_as(cast.ana):
        consent = Consent.objects.get()
        for name, value in columns.items():
            setattr(consent, name, value)
        if ends_in is not None:
            consent.given_on = timezone.localdate() - timedelta(days=30)
            consent.ends_on = timezone.localdate() + timedelta(days=ends_in)
        consent.save()
    assert said in page(as_(cast.ana), rosario)


def test_what_a_quick_intake_left_open_is_asked_for(cast, as_):
    quick = make_case(cast.ana, is_quick=True, sections_to_complete=["survivor", "incidents"])
    shown = page(as_(cast.ana), quick)
    assert "Falta completar" in shown
    assert f"/casos/{quick.code}/datos/incidents/" in shown
    whole = make_case(cast.ana, given_names="Julia")
    assert "Falta completar" not in page(as_(cast.ana), whole)


def test_the_history_tells_what_took_place(cast, as_, rosario):
    client = as_(cast.ana)
    follow_up = make_follow_up(rosario, cast.ana, timezone.localdate())
    client.post(
        f"/casos/{rosario.code}/seguimientos/{follow_up.code}/hecho/",
        {"finish-has_spoken_with_her": "yes"},
    )
    shown = page(client, rosario, "historia/")
    assert "Se abrió el caso" in shown
    assert "Llamada telefónica segura" in shown
    assert FollowUp.objects.get().state == "done"


def test_a_supervisor_finds_the_way_to_who_saw_it_and_a_counselor_does_not(cast, as_, rosario):
    assert "quien-lo-vio" in page(as_(cast.susi), rosario)
    assert "quien-lo-vio" not in page(as_(cast.ana), rosario)


def test_the_risk_stands_in_words(cast, as_):
    grave = make_case(cast.ana, risk_level="extreme")
    assert "Extremo" in page(as_(cast.ana), grave)
    assert Case.objects.get().risk_level == "extreme"


def test_the_reasons_of_the_risk_are_read_on_their_own_page(cast, as_, rosario):
    with working_as(cast.ana):
        RiskAssessment.objects.create(
            partner=cast.norte,
            case=rosario,
            created_by=cast.ana.user,
            level="high",
            assessed_on=timezone.localdate(),
            reason="Motivo inventado: pomelo",
            her_own_perception="Tiene miedo de noche",
        )
    client = as_(cast.ana)
    assert "pomelo" not in page(client, rosario)
    shown = page(client, rosario, "que-paso/")
    assert "pomelo" in shown
    assert "Tiene miedo de noche" in shown
