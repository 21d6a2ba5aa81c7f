import pytest
from django.contrib.auth.models import Group

from audit.events import Event, Outcome
from audit.models import TrailEntry
from tests.audit.pages import ANA, NORTE, SUR


def entries(*events: Event) -> list[TrailEntry]:
    return list(TrailEntry.objects.of_events(events).order_by("id"))


def test_a_deed_and_its_entry_are_written_together(ana):
    ana.post("/crear/", {"name": "equipo"})

    entry = TrailEntry.objects.get()
    assert (entry.event, entry.outcome) == (Event.CREATED, Outcome.DONE)
    assert (entry.actor_id, entry.actor_name, entry.actor_role) == (ANA.id, ANA.name, ANA.role)
    assert (entry.address, entry.device) == ("127.0.0.1", "Android · Chrome")
    assert entry.partner_id == NORTE
    assert entry.changes["name"] == ["None", "equipo"]


def test_a_deed_whose_entry_cannot_be_written_does_not_happen(ana, full_disk):
    answer = ana.post("/crear/", {"name": "equipo"})

    assert answer.status_code == 503
    assert not Group.objects.exists()
    assert "equipo" not in answer.content.decode()


def test_the_same_deed_happens_when_the_entry_can_be_written(ana):
    assert ana.post("/crear/", {"name": "equipo"}).status_code == 302
    assert Group.objects.get().name == "equipo"


def test_a_secret_is_not_answered_when_its_reading_cannot_be_written(ana, maria, full_disk):
    answer = ana.get("/leer/")

    assert answer.status_code == 503
    assert "María" not in answer.content.decode()


def test_a_refused_visit_is_recorded_although_its_deed_is_undone(ana):
    answer = ana.get("/ajeno/")

    assert answer.status_code == 404
    assert not Group.objects.exists()
    entry = TrailEntry.objects.get()
    assert (entry.event, entry.outcome) == (Event.REFUSED, Outcome.REFUSED)
    assert (entry.partner_id, entry.subject_id, entry.actor_id) == (SUR, SUR, ANA.id)
    assert entry.reason == "of_another_partner"


def test_a_refusal_that_cannot_be_recorded_shows_nothing_either(ana, full_disk):
    assert ana.get("/ajeno/").status_code == 503


def test_a_refused_and_a_missing_page_look_the_same(ana):
    assert ana.get("/ajeno/").content == ana.get("/no-hay/").content


def test_a_forbidden_page_is_recorded_for_the_visitor_s_own_partner(ana):
    assert ana.get("/prohibido/").status_code == 403
    assert TrailEntry.objects.get().partner_id == NORTE


def test_a_missing_page_is_no_refusal(ana):
    assert ana.get("/no-hay/").status_code == 404
    assert not TrailEntry.objects.exists()


def test_a_broken_page_leaves_neither_deed_nor_entry(ana, maria):
    assert ana.get("/roto/").status_code == 500
    assert not Group.objects.exists()
    assert not TrailEntry.objects.exists()


@pytest.mark.parametrize("page", ["/leer/", "/leer-plantilla/", "/leer-lento/", "/leer-fuera/"])
def test_a_reading_is_recorded_once_for_each_owner_and_compartment(ana, maria, page):
    answer = ana.get(page)

    assert "María Elena" in b"".join(answer).decode()
    entry = TrailEntry.objects.get()
    assert (entry.event, entry.subject_id, entry.compartment) == (
        Event.READ,
        maria.id,
        "identity",
    )
    assert entry.partner_id == NORTE


def test_a_reading_names_the_columns_and_how_often_never_the_values(ana, maria):
    ana.get("/leer/")

    entry = TrailEntry.objects.get()
    assert [name.rpartition(".")[2] for name in entry.columns] == [
        "given_names_sealed",
        "surname_sealed",
    ]
    assert entry.details == {"count": 2}
    assert "María" not in str(vars(entry))


def test_two_requests_are_two_readings(ana, maria):
    ana.get("/leer/")
    ana.get("/leer/")
    assert len(entries(Event.READ)) == 2


def test_what_was_read_for_a_refused_page_reached_nobody(ana, maria):
    ana.get("/leer-y-rechazar/")
    assert [entry.event for entry in TrailEntry.objects.all()] == [Event.REFUSED]


def test_all_entries_of_a_request_share_one_id_made_by_us(ana, maria):
    ana.get("/leer/", headers={"x-correlation-id": "x" * 300, "x-request-id": "mine"})
    ana.post("/crear/", {"name": "equipo"})

    first, second = (entry.cid for entry in TrailEntry.objects.all())
    assert first != second
    assert {len(first), len(second)} == {32}


def test_a_search_is_recorded_without_its_words(ana):
    ana.get("/buscar/", {"q": "Mamani"})

    entry = TrailEntry.objects.get()
    assert entry.event == Event.SEARCHED
    assert "Mamani" not in str(vars(entry))


def test_a_visitor_nobody_knows_is_recorded_with_her_address(ana, settings):
    settings.MIDDLEWARE = ["audit.middleware.TrailMiddleware"]
    ana.get("/ajeno/")

    entry = TrailEntry.objects.get()
    assert (entry.actor_id, entry.actor_name, entry.address) == (None, "", "127.0.0.1")


def test_a_damaged_value_undoes_the_deed_is_recorded_once_and_said(ana, maria):
    whole, maria.surname_sealed = maria.surname_sealed, maria.given_names_sealed
    maria.save()

    answer = ana.get("/leer-tras-hacer/")

    assert answer.status_code == 500
    assert "Este registro está dañado" in answer.content.decode()
    assert "María" not in answer.content.decode()
    assert not Group.objects.exists()
    (entry,) = entries(Event.READ)
    assert (entry.outcome, entry.reason) == (Outcome.FAILED, "damaged")
    assert (entry.partner_id, entry.subject_id, entry.actor_id) == (NORTE, maria.id, ANA.id)
    assert entry.columns == ["vault_person.surname_sealed"]

    maria.surname_sealed = whole
    maria.save()
    assert "María Elena Quispe" in ana.get("/leer-tras-hacer/").content.decode()
