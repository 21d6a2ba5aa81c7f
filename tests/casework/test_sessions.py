"""Support sessions: who records which kind, who reads which note, and what follows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import actions
from accounts.permissions import Role
from audit.context import acting
from casework.codes import new_code
from casework.models import Case, CaseMember, FollowUp, SessionAddendum, SupportSession
from tests.plugins.cases import CALL, make_case, working_as
from tests.plugins.cast import SYSTEM, deeds, entries, working
from tests.plugins.pages import page_in

NOTE = "Nota inventada: membrillo"
MONDAY = "2026-11-23"
SATURDAY = "2026-11-28"


@pytest.fixture(autouse=True)
def on_a_monday(time_machine):
    time_machine.move_to(f"{MONDAY}T10:00:00-04:00", tick=False)


def record(client, case, **changes):
    data = {
        "kind": "social",
        "held_on": "23/11/2026",
        "attendance": "attended",
        "mode": "in_person",
        "minutes": "45",
        "note": NOTE,
        **changes,
    }
    return client.post(f"/casos/{case.code}/sesiones/nueva/", data)


def page(client, case) -> str:
    session = SupportSession.objects.get()
    answer = client.get(f"/casos/{case.code}/sesiones/{session.code}/")
    assert answer.status_code == 200
    return answer.content.decode()


def psychologist_beside(cast):
    """A second psychologist of norte, who has nothing to do with the case."""
    with acting(SYSTEM):
        return working(
            actions.invite_staff(
                cast.norte,
                email="petra@norte.example",
                full_name="Petra Nina",
                role=Role.PSYCHOLOGIST,
                by=SYSTEM,
            )
        )


def test_a_counselor_records_a_social_session(cast, as_, rosario):
    assert record(as_(cast.ana), rosario).status_code == 302
    session = SupportSession.objects.get()
    assert (session.kind, session.minutes, session.held_by_id) == ("social", 45, cast.ana.user_id)
    with working_as(cast.ana):
        assert SupportSession.objects.get().note == NOTE
    case = Case.objects.get()
    assert case.stage == "in_support"
    assert case.last_contact_on == timezone.localdate()
    assert deeds().count("record_session") == 1


def test_a_session_that_did_not_take_place_is_no_contact(cast, as_, rosario):
    record(as_(cast.ana), rosario, attendance="missed")
    case = Case.objects.get()
    assert case.last_contact_on is None
    assert case.stage == "opened"


@pytest.mark.parametrize(
    ("who", "kinds"),
    [
        ("ana", ["social"]),
        ("paula", ["psychological", "social"]),
        ("lidia", ["legal", "social"]),
        ("susi", ["social"]),
    ],
)
def test_each_role_records_its_kinds_and_no_other(cast, as_, rosario, who, kinds):
    client = as_(getattr(cast, who))
    for kind in ("social", "psychological", "legal"):
        assert record(client, rosario, kind=kind).status_code == (302 if kind in kinds else 200)
    assert sorted(SupportSession.objects.values_list("kind", flat=True)) == sorted(kinds)


def test_whoever_records_on_a_case_joins_its_team(cast, as_, rosario):
    record(as_(cast.susi), rosario)
    assert CaseMember.objects.filter(user=cast.susi.user, until=None).count() == 1
    record(as_(cast.susi), rosario)
    assert CaseMember.objects.filter(user=cast.susi.user).count() == 1


def test_recording_a_session_opens_nobody_elses_note(cast, as_, rosario):
    record(as_(cast.paula), rosario, kind="psychological")
    first = SupportSession.objects.get()
    petra = psychologist_beside(cast)
    record(as_(petra), rosario, kind="psychological", note="La suya: níspero")
    assert not CaseMember.objects.filter(user=petra.user).exists()
    hers = SupportSession.objects.exclude(pk=first.pk).get()
    of_case = f"/casos/{rosario.code}/sesiones/"
    assert "níspero" in as_(petra).get(f"{of_case}{hers.code}/").content.decode()
    assert NOTE not in as_(petra).get(f"{of_case}{first.code}/").content.decode()


@pytest.mark.parametrize(("kind", "author"), [("psychological", "paula"), ("legal", "lidia")])
def test_a_walled_note_is_read_inside_and_seen_from_outside(cast, as_, rosario, kind, author):
    writer = getattr(cast, author)
    record(as_(writer), rosario, kind=kind)
    assert NOTE in page(as_(writer), rosario)
    for outside in (cast.ana, cast.susi):
        shown = page(as_(outside), rosario)
        assert NOTE not in shown
        assert "Esta nota es reservada" in shown
        assert writer.user.full_name in shown
        assert "Asistió" in shown


def test_a_colleague_outside_the_wall_came_to_see_and_a_stranger_was_refused(cast, as_, rosario):
    record(as_(cast.paula), rosario, kind="psychological")
    page(as_(cast.paula), rosario)
    assert "see_session_without_note" not in deeds()
    page(as_(cast.ana), rosario)
    (visit,) = [entry for entry in entries("deed") if entry.deed == "see_session_without_note"]
    assert (visit.outcome, visit.actor_id) == ("done", cast.ana.user_id)
    assert visit.subject_id == rosario.id
    assert not [entry for entry in entries("read") if entry.actor_id == cast.ana.user_id]
    assert entries("refused") == []
    session = SupportSession.objects.get()
    address = f"/casos/{rosario.code}/sesiones/{session.code}/"
    assert as_(cast.sonia).get(address).status_code == 404
    guessed = f"/casos/{rosario.code}/sesiones/{new_code()}/"
    assert as_(cast.ana).get(guessed).status_code == 404
    foreign, unknown = entries("refused")
    assert (foreign.actor_id, unknown.actor_id) == (cast.sonia.user_id, cast.ana.user_id)


def test_the_reading_of_a_note_is_on_the_trail_with_its_compartment(cast, as_, rosario):
    record(as_(cast.paula), rosario, kind="psychological")
    before = len([e for e in entries("read") if e.compartment == "psychological"])
    page(as_(cast.paula), rosario)
    assert len([e for e in entries("read") if e.compartment == "psychological"]) == before + 1


def test_the_role_alone_does_not_open_a_psychological_note(cast, as_, rosario):
    record(as_(cast.paula), rosario, kind="psychological")
    petra = psychologist_beside(cast)
    assert NOTE not in page(as_(petra), rosario)
    as_(cast.ana).post(f"/casos/{rosario.code}/equipo/sumar/", {"add-person": str(petra.user_id)})
    assert NOTE in page(as_(petra), rosario)


def test_the_author_adds_to_a_note_that_stays_as_it_was(cast, as_, rosario):
    client = as_(cast.paula)
    record(client, rosario, kind="psychological")
    session = SupportSession.objects.get()
    address = f"/casos/{rosario.code}/sesiones/{session.code}/"
    before = bytes(session.note_sealed.raw)
    assert client.post(address, {"note": "Adenda inventada: níspero"}).status_code == 302
    shown = page(client, rosario)
    assert NOTE in shown
    assert "níspero" in shown
    assert bytes(SupportSession.objects.get().note_sealed.raw) == before
    assert deeds().count("add_to_note") == 1
    for outside in (cast.ana, cast.susi):
        assert as_(outside).post(address, {"note": "otra"}).status_code == 404
        assert entries("refused")[-1].reason == "not_her_session"
    assert SessionAddendum.objects.count() == 1


def test_a_next_step_becomes_a_follow_up_of_whoever_recorded(cast, as_, rosario):
    answer = record(
        as_(cast.ana),
        rosario,
        next_kind=CALL,
        next_due_on="25/11/2026",
        next_at_time="09:30",
        next_what="Preguntar por la audiencia",
    )
    assert answer.status_code == 302
    follow_up = FollowUp.objects.get()
    assert follow_up.assigned_to_id == cast.ana.user_id
    assert str(follow_up.due_at_time) == "09:30:00"
    assert Case.objects.get().next_due_on == follow_up.due_on
    assert deeds().count("record_session") == 1
    assert "add_follow_up" not in deeds()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"held_on": "24/11/2026"}, "no puede ser posterior a hoy"),
        ({"held_on": "31/02/2026"}, "fecha que exista"),
        ({"minutes": "0"}, "número entero"),
        ({"attendance": ""}, "Elija una opción"),
        ({"next_kind": CALL}, "Escriba la fecha del próximo paso"),
        ({"next_due_on": "25/11/2026"}, "Elija qué hay que hacer"),
        ({"next_kind": CALL, "next_due_on": "20/11/2026"}, "no puede ser anterior a hoy"),
        ({"next_kind": CALL, "next_due_on": "25/11/2026", "next_at_time": "99"}, "una hora"),
        ({"note": "membrillo\x00"}, "signos invisibles"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(
    cast, as_, rosario, changes, said
):
    answer = record(as_(cast.ana), rosario, **changes)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert "membrillo" in answer.content.decode()
    assert not SupportSession.objects.exists()


def test_a_free_day_is_asked_about_once(cast, as_, rosario):
    step = {"next_kind": CALL, "next_due_on": "28/11/2026"}
    client = as_(cast.ana)
    asked = record(client, rosario, **step)
    assert asked.status_code == 200
    assert "no es día laborable" in asked.content.decode()
    sent_again = page_in(asked).form(having="asked_about").named("asked_about")[0].value
    assert sent_again == SATURDAY
    sunday = {**step, "next_due_on": "29/11/2026", "asked_about": sent_again}
    assert record(client, rosario, **sunday).status_code == 200
    assert record(client, rosario, **step, asked_about=sent_again).status_code == 302
    assert str(FollowUp.objects.get().due_on) == SATURDAY


def test_a_session_is_found_in_its_own_case_only(cast, as_, rosario):
    record(as_(cast.ana), rosario)
    session = SupportSession.objects.get()
    other = make_case(cast.ana, given_names="Julia")
    client = as_(cast.ana)
    assert client.get(f"/casos/{rosario.code}/sesiones/{session.code}/").status_code == 200
    assert client.get(f"/casos/{other.code}/sesiones/{session.code}/").status_code == 404


@pytest.mark.parametrize("who", ["sonia", "elena", "rita", "teo"])
def test_nobody_outside_records_or_reads(cast, as_, rosario, who):
    record(as_(cast.ana), rosario)
    session = SupportSession.objects.get()
    stranger = as_(getattr(cast, who))
    assert record(stranger, rosario).status_code == 404
    assert stranger.get(f"/casos/{rosario.code}/sesiones/{session.code}/").status_code == 404
    assert stranger.get(f"/casos/{rosario.code}/sesiones/").status_code == 404
    assert SupportSession.objects.count() == 1


def test_all_sessions_stand_in_one_list_without_their_notes(cast, as_, rosario):
    for _ in range(3):
        record(as_(cast.paula), rosario, kind="psychological")
    answer = as_(cast.ana).get(f"/casos/{rosario.code}/sesiones/")
    assert answer.content.decode().count("Psicológica") == 3
    assert NOTE not in answer.content.decode()


def test_the_same_form_sent_twice_records_one_session(cast, as_, rosario):
    key = {"submission_key": "0191d5a0-0000-7000-8000-000000000001"}
    client = as_(cast.ana)
    first, second = record(client, rosario, **key), record(client, rosario, **key)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]
    assert SupportSession.objects.count() == 1


def test_yesterdays_session_does_not_bring_the_last_contact_back(cast, as_, rosario):
    client = as_(cast.ana)
    record(client, rosario)
    yesterday = timezone.localdate() - timedelta(days=1)
    record(client, rosario, held_on=f"{yesterday:%d/%m/%Y}")
    assert Case.objects.get().last_contact_on == timezone.localdate()
