"""Exceptions that end: restricted cases, emergencies, and what ends them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import actions
from accounts.permissions import Role
from audit.context import acting
from casework.access import case_for, cases_for
from casework.actions.team import add_to_team
from casework.duplicates import Traces, find
from casework.models import (
    Case,
    CaseException,
    CaseMember,
    CaseUserObjectPermission,
    FollowUp,
    SupportSession,
    Survivor,
)
from casework.models.session import SessionKind
from casework.tasks import end_exceptions
from tests.plugins.cases import make_case, make_follow_up, working_as
from tests.plugins.cast import SYSTEM, deeds, entries, working
from tests.plugins.house import ROSARIO, held
from vault.errors import KeyNotOpen
from vault.models import CompartmentKey, KeyGrant

REASON = "Una colega es vecina: alcachofa"


def newcomer(cast, name, role, partner=None):
    partner = partner or cast.norte
    with acting(SYSTEM):
        email = f"{name.split(maxsplit=1)[0].lower()}@{partner.code}.example"
        return working(
            actions.invite_staff(partner, email=email, full_name=name, role=role, by=SYSTEM)
        )


@pytest.fixture
def carla(cast):
    """A second counselor of norte, whom nobody names."""
    return newcomer(cast, "Carla Inti", Role.COUNSELOR)


@pytest.fixture
def sofia(cast):
    """A second supervisor of norte."""
    return newcomer(cast, "Sofía Apaza", Role.SUPERVISOR)


def until(days=30):
    return f"{timezone.localdate() + timedelta(days=days):%d/%m/%Y}"


def restrict(client, case, *people, **changes):
    data = {
        "people": [str(person.user_id) for person in people],
        "ends_on": until(),
        "reason": REASON,
        **changes,
    }
    return client.post(f"/casos/{case.code}/acceso/restringir/", data)


def lift(client, case):
    return client.post(f"/casos/{case.code}/acceso/levantar/")


def break_glass(client, case, glass="case", **changes):
    data = {"code": case.code, "glass": glass, "reason": "Está en la calle: berenjena", **changes}
    return client.post("/casos/emergencia/", data)


def review(client, exception, **changes):
    data = {"was_justified": "yes", "note": "Revisado: espinaca", **changes}
    return client.post(f"/casos/emergencia/{exception.code}/", data)


def opens(client, case) -> bool:
    """Whether the case's pages open to her, and read what is sealed."""
    answers = {client.get(f"/casos/{case.code}/{page}").status_code for page in ("", "datos/")}
    assert answers in ({200}, {404})
    return answers == {200}


def listed(client, case) -> bool:
    return case.code in client.get("/casos/").content.decode()


@pytest.fixture
def restricted(cast, as_, rosario):
    assert restrict(as_(cast.susi), rosario, cast.ana, cast.paula).status_code == 302
    return Case.objects.get(pk=rosario.pk)


# --- a restricted case ----------------------------------------------------------------------


def test_a_restricted_case_is_open_to_its_named_team_and_to_nobody_else(cast, as_, rosario, carla):
    assert opens(as_(carla), rosario)
    assert listed(as_(carla), rosario)
    restrict(as_(cast.susi), rosario, cast.ana, cast.paula)
    for named in (cast.ana, cast.paula):
        assert opens(as_(named), rosario)
        assert listed(as_(named), rosario)
    for unnamed in (carla, cast.lidia, cast.sonia, cast.elena):
        assert not opens(as_(unnamed), rosario)
    assert not listed(as_(carla), rosario)


def test_the_supervisor_enters_a_restricted_case_and_each_entry_is_recorded(cast, as_, restricted):
    before = len(entries("revealed"))
    assert opens(as_(cast.ana), restricted)
    assert len(entries("revealed")) == before
    assert as_(cast.susi).get(f"/casos/{restricted.code}/").status_code == 200
    entered = entries("revealed")[before:]
    assert [entry.deed for entry in entered] == ["enter_restricted_case"]
    assert entered[0].details == {"by": "supervision"}


def test_a_check_forgotten_on_a_restricted_case_finds_ciphertext(cast, as_, rosario, carla):
    with working_as(carla):
        assert Survivor.objects.get(pk=rosario.survivor_id).first_surname == "Quenallata"
    restrict(as_(cast.susi), rosario, cast.ana)
    with working_as(carla), pytest.raises(KeyNotOpen):
        assert Survivor.objects.get(pk=rosario.survivor_id).first_surname
    with working_as(cast.ana):
        assert Survivor.objects.get(pk=rosario.survivor_id).first_surname == "Quenallata"


def test_a_restricted_case_is_not_found_by_name_nor_among_the_duplicates(cast, as_, rosario, carla):
    def found(member):
        answer = as_(member).post("/casos/buscar/", {"query": "rosario"})
        return rosario.code in answer.content.decode()

    assert found(carla)
    restrict(as_(cast.susi), rosario, cast.ana)
    assert not found(carla)
    with working_as(carla) as staff:
        assert find(staff, Traces(name="Rosario Quenallata", phone="71234567")) == []
    lift(as_(cast.susi), rosario)
    assert found(carla)


def test_what_waits_on_a_restricted_case_shows_to_its_team_only(cast, as_, rosario, carla):
    make_follow_up(rosario, carla, timezone.localdate())
    assert rosario.code in as_(carla).get("/hoy/").content.decode()
    restrict(as_(cast.susi), rosario, cast.ana)
    assert rosario.code not in as_(carla).get("/hoy/").content.decode()
    assert rosario.code not in as_(carla).get("/agenda/").content.decode()
    assert rosario.code in as_(cast.ana).get("/hoy/").content.decode()
    assert FollowUp.objects.get().assigned_to_id == cast.ana.user_id


def test_the_named_team_goes_on_working_on_a_restricted_case(cast, as_, restricted):
    with working_as(cast.paula) as staff:
        case = case_for(staff, restricted.code)
        session = held(SessionKind.PSYCHOLOGICAL, case, ROSARIO, by=staff)
    address = f"/casos/{restricted.code}/sesiones/{session.code}/"
    assert ROSARIO.word in as_(cast.paula).get(address).content.decode()
    assert "Esta nota es reservada" in as_(cast.ana).get(address).content.decode()
    assert CompartmentKey.objects.filter(owner_id=restricted.id, is_restricted=False).count() == 0


def test_a_colleague_joins_and_leaves_a_restricted_team(cast, as_, restricted, carla):
    client = as_(cast.ana)
    assert not opens(as_(carla), restricted)
    client.post(f"/casos/{restricted.code}/equipo/sumar/", {"add-person": str(carla.user_id)})
    assert opens(as_(carla), restricted)
    client.post(f"/casos/{restricted.code}/equipo/quitar/", {"remove-person": str(carla.user_id)})
    assert not opens(as_(carla), restricted)
    assert not KeyGrant.objects.filter(person_id=carla.user_id).exists()


def test_lifting_a_restriction_opens_the_case_as_it_was(cast, as_, restricted, carla):
    assert not opens(as_(carla), restricted)
    assert lift(as_(cast.ana), restricted).status_code == 302
    assert opens(as_(carla), restricted)
    assert not KeyGrant.objects.exists()
    assert not CaseUserObjectPermission.objects.exists()
    assert set(CaseException.objects.values_list("ended_why", flat=True)) == {"lifted"}
    assert deeds().count("lift_restriction") == 1


@pytest.mark.parametrize("who", ["paula", "lidia", "sonia", "elena", "rita"])
def test_only_the_responsible_person_and_the_supervisor_restrict(cast, as_, rosario, who):
    assert restrict(as_(getattr(cast, who)), rosario, cast.ana).status_code == 404
    assert not CaseException.objects.exists()
    assert restrict(as_(cast.ana), rosario, cast.ana).status_code == 302
    assert CaseException.objects.count() == 1


def test_a_restriction_names_the_responsible_person_and_people_of_here(cast, as_, rosario):
    answer = restrict(as_(cast.susi), rosario, cast.paula)
    assert "La responsable del caso tiene que estar" in answer.content.decode()
    answer = restrict(as_(cast.susi), rosario, cast.ana, cast.sonia)
    assert "Elija opciones de la lista" in answer.content.decode()
    answer = restrict(as_(cast.susi), rosario, cast.ana, ends_on=until(400))
    assert "Ese plazo es demasiado largo" in answer.content.decode()
    assert not CaseException.objects.exists()


def test_a_place_in_a_restricted_team_ends_on_its_day_without_any_job(
    cast, as_, restricted, time_machine
):
    exception = CaseException.objects.get(person=cast.paula.user)
    client = as_(cast.paula)
    time_machine.move_to(exception.ends_at - timedelta(seconds=1), tick=False)
    assert as_(cast.paula).get(f"/casos/{restricted.code}/").status_code == 200
    time_machine.move_to(exception.ends_at, tick=False)
    assert as_(cast.paula).get(f"/casos/{restricted.code}/").status_code == 404
    assert client is not None
    exception.refresh_from_db()
    assert exception.ended_at is None


# --- all three, or none ---------------------------------------------------------------------


def test_every_exception_is_a_guardian_right_a_wrapped_key_and_a_row(cast, as_, restricted):
    for person in (cast.ana, cast.paula):
        row = CaseException.objects.get(person=person.user)
        assert row.ended_at is None
        assert row.ends_at > timezone.now()
        assert CaseUserObjectPermission.objects.filter(
            user=person.user, content_object=restricted, permission__codename="carry_case"
        ).exists()
        assert KeyGrant.objects.filter(exception_id=row.id, ends_at=row.ends_at).exists()
        with working_as(cast.ana) as staff:
            case_for(staff, restricted.code)
            assert CaseException.objects.get(pk=row.pk).reason == REASON


@pytest.mark.parametrize("missing", ["row", "right"])
def test_without_its_row_or_its_right_an_exception_opens_nothing(cast, as_, restricted, missing):
    assert opens(as_(cast.paula), restricted)
    if missing == "row":
        row = CaseException.objects.get(person=cast.paula.user)
        row.ended_at, row.ended_why = timezone.now(), "giver"
        row.save()
    else:
        CaseUserObjectPermission.objects.get(user=cast.paula.user).delete()
    assert not opens(as_(cast.paula), restricted)
    assert opens(as_(cast.ana), restricted)


def test_without_its_wrapped_key_an_exception_opens_no_value(cast, restricted):
    KeyGrant.objects.filter(person_id=cast.paula.user_id).delete()
    with working_as(cast.paula) as staff:
        case = case_for(staff, restricted.code)
        with pytest.raises(KeyNotOpen):
            assert case.survivor.first_surname
    with working_as(cast.ana) as staff:
        assert case_for(staff, restricted.code).survivor.first_surname == "Quenallata"


# --- breaking the glass ---------------------------------------------------------------------


def test_a_colleague_breaks_the_glass_of_a_restricted_case_for_two_hours(
    cast, as_, restricted, carla, time_machine
):
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    assert not opens(as_(carla), restricted)
    assert break_glass(as_(carla), restricted).status_code == 302
    assert opens(as_(carla), restricted)
    time_machine.move_to(start + timedelta(hours=2, seconds=-1), tick=False)
    assert opens(as_(carla), restricted)
    time_machine.move_to(start + timedelta(hours=2), tick=False)
    assert not opens(as_(carla), restricted)
    assert CaseException.objects.get(kind="break_glass").ended_at is None
    end_exceptions.delay()
    ended = CaseException.objects.get(kind="break_glass")
    assert (ended.ended_why, ended.ended_by) == ("expired", None)
    assert not KeyGrant.objects.filter(exception_id=ended.id).exists()
    assert not CaseUserObjectPermission.objects.filter(user=carla.user).exists()


def test_an_emergency_reads_and_changes_nothing(cast, as_, restricted, carla):
    break_glass(as_(carla), restricted)
    client = as_(carla)
    assert client.get(f"/casos/{restricted.code}/que-paso/").status_code == 200
    for page in ("sesiones/nueva/", "datos/survivor/", "seguimientos/nuevo/", "cerrar/"):
        assert client.get(f"/casos/{restricted.code}/{page}").status_code == 404
    assert "Registrar sesión" not in client.get(f"/casos/{restricted.code}/").content.decode()
    with working_as(carla) as staff:
        case = case_for(staff, restricted.code)
        with pytest.raises(KeyNotOpen):
            case.survivor.first_surname = "Otra"


@pytest.mark.parametrize(("kind", "author"), [("psychological", "paula"), ("legal", "lidia")])
def test_a_supervisor_reads_a_walled_note_by_recorded_exception_only(
    cast, as_, rosario, kind, author
):
    with working_as(getattr(cast, author)) as staff:
        session = held(SessionKind(kind), rosario, ROSARIO, by=staff)
    address = f"/casos/{rosario.code}/sesiones/{session.code}/"
    assert ROSARIO.word not in as_(cast.susi).get(address).content.decode()
    assert break_glass(as_(cast.susi), rosario, kind).status_code == 302
    assert ROSARIO.word in as_(cast.susi).get(address).content.decode()
    assert [e.compartment for e in entries("read") if e.actor_id == cast.susi.user_id][-1] == kind
    assert ROSARIO.word not in as_(cast.ana).get(address).content.decode()


def test_the_responsible_person_and_the_supervisors_are_told_at_once(
    cast, as_, restricted, carla, django_capture_on_commit_callbacks
):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        break_glass(as_(carla), restricted)
    told = {address for message in mail.outbox for address in message.to}
    assert told == {cast.ana.user.email, cast.susi.user.email}
    for message in mail.outbox:
        assert message.subject == "Agenda"
        assert restricted.code not in message.body
        assert "emergencia" not in message.body.lower()
    for person in (cast.ana, cast.susi):
        assert "Revisar un acceso de emergencia" in as_(person).get("/hoy/").content.decode()
    assert "Revisar un acceso de emergencia" not in as_(cast.paula).get("/hoy/").content.decode()


def test_somebody_else_reviews_before_the_same_persons_next_emergency(
    cast, as_, restricted, carla, time_machine
):
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    break_glass(as_(carla), restricted)
    emergency = CaseException.objects.get(kind="break_glass")
    time_machine.move_to(start + timedelta(hours=3), tick=False)
    end_exceptions.delay()
    refused = break_glass(as_(carla), restricted)
    assert "todavía no fue revisado" in refused.content.decode()
    assert not opens(as_(carla), restricted)
    assert review(as_(carla), emergency).status_code == 404
    assert review(as_(cast.susi), emergency).status_code == 302
    assert break_glass(as_(carla), restricted).status_code == 302
    assert opens(as_(carla), restricted)
    assert deeds().count("review_break_glass") == 1


def test_a_supervisor_does_not_review_her_own_emergency(cast, as_, rosario, sofia):
    with working_as(cast.paula) as staff:
        held(SessionKind.PSYCHOLOGICAL, rosario, ROSARIO, by=staff)
    break_glass(as_(cast.susi), rosario, "psychological")
    emergency = CaseException.objects.get()
    refused = review(as_(cast.susi), emergency)
    assert "Nadie revisa su propio acceso" in refused.content.decode()
    assert CaseException.objects.get().reviewed_at is None
    assert review(as_(sofia), emergency).status_code == 302
    assert CaseException.objects.get().reviewed_by_id == sofia.user_id
    again = review(as_(sofia), emergency)
    assert "Ya fue revisado" in again.content.decode()


def test_the_database_itself_refuses_a_review_of_ones_own(cast, as_, restricted, carla):
    break_glass(as_(carla), restricted)
    row = CaseException.objects.get(kind="break_glass")
    row.reviewed_at, row.reviewed_by = timezone.now(), carla.user
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    row.reviewed_by = cast.susi.user
    row.save()


@pytest.mark.parametrize(
    ("who", "glass"),
    [("paula", "case"), ("carla", "psychological"), ("lidia", "psychological"), ("susi", "case")],
)
def test_no_glass_is_broken_for_what_is_open_or_not_hers_to_open(
    cast, as_, restricted, carla, who, glass
):
    member = carla if who == "carla" else getattr(cast, who)
    answer = break_glass(as_(member), restricted, glass)
    assert answer.status_code in {200, 404}
    assert not CaseException.objects.filter(kind="break_glass").exists()
    assert break_glass(as_(carla), restricted).status_code == 302


@pytest.mark.parametrize("who", ["sonia", "elena", "rita", "teo"])
def test_nobody_outside_breaks_a_glass(cast, as_, restricted, who):
    answer = break_glass(as_(getattr(cast, who)), restricted)
    assert answer.status_code == (200 if who == "sonia" else 404)
    assert not opens(as_(getattr(cast, who)), restricted)
    assert not CaseException.objects.filter(kind="break_glass").exists()


def test_a_code_of_another_partner_is_none_and_the_attempt_is_on_its_trail(cast, as_, rosario):
    answers = [
        break_glass(as_(cast.sonia), rosario).content.decode(),
        break_glass(as_(cast.sonia), rosario, code="2345-6789").content.decode(),
    ]
    assert all("No hay un caso de su organización con ese código" in each for each in answers)
    told = [(entry.partner_id, entry.reason) for entry in entries("refused")]
    assert told == [
        (cast.norte.id, "of_another_partner"),
        (cast.sur.id, "unknown_code"),
    ]
    assert not CaseException.objects.exists()


# --- the end ----------------------------------------------------------------------------------


def test_what_was_given_to_somebody_who_left_ends(cast, as_, restricted, suspend):
    suspend(cast.paula)
    end_exceptions.delay()
    left = CaseException.objects.get(person=cast.paula.user)
    assert left.ended_why == "left"
    assert not KeyGrant.objects.filter(person_id=cast.paula.user_id).exists()
    assert CaseException.objects.get(person=cast.ana.user).ended_at is None


def test_each_beginning_and_each_end_is_on_the_trail(cast, as_, restricted, carla):
    assert len(entries("granted")) == 2
    break_glass(as_(carla), restricted)
    assert len(entries("granted")) == 3
    lift(as_(cast.susi), restricted)
    assert len(entries("grant_ended")) == 3
    assert {entry.subject_id for entry in entries("granted")} == {restricted.id}


def test_the_list_asks_for_no_more_however_many_exceptions_there_are(
    cast, as_, rosario, django_assert_max_num_queries
):
    with working_as(cast.ana) as staff:
        cases_for(staff).count()
    restrict(as_(cast.susi), rosario, cast.ana)
    for number in range(3):
        other = make_case(cast.ana, given_names=f"Julia {number}")
        restrict(as_(cast.susi), other, cast.ana)
    with working_as(cast.ana) as staff, django_assert_max_num_queries(1):
        assert len(cases_for(staff)) == 4


def test_a_member_who_is_not_named_leaves_the_team(cast, as_, rosario):
    with working_as(cast.ana) as staff:
        add_to_team(rosario, user=cast.lidia.user, by=staff)
    with working_as(cast.lidia) as staff:
        held(SessionKind.LEGAL, rosario, ROSARIO, by=staff)
    assert CaseMember.objects.filter(user=cast.lidia.user, until=None).exists()
    restrict(as_(cast.susi), rosario, cast.ana)
    assert not CaseMember.objects.filter(user=cast.lidia.user, until=None).exists()
    session = SupportSession.objects.get()
    address = f"/casos/{rosario.code}/sesiones/{session.code}/"
    assert as_(cast.lidia).get(address).status_code == 404
