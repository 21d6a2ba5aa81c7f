"""The trail as a supervisor reads it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.background import background
from audit.events import Event, Outcome
from audit.ledger import record
from audit.models import TrailEntry
from oversight.paging import PAGE_SIZE
from oversight.wording import line_of

TRAIL = "/supervision/bitacora/"


def happen(partner, event=Event.DEED, count=1, **columns) -> None:
    with background("test"):
        for _number in range(count):
            record(event, partner_id=partner.id, **columns)


def lines(response) -> list:
    return response.context["page"].lines


def test_a_supervisor_reads_her_partners_trail_and_no_other(cast, as_):
    happen(cast.norte, deed="send_referral")
    happen(cast.sur, deed="close_case")
    page = as_(cast.susi).get(TRAIL).content.decode()
    assert "Envió una derivación" in page
    assert "Cerró el caso" not in page


@pytest.mark.parametrize("name", ["ana", "paula", "lidia", "elena", "sonia"])
def test_nobody_else_reads_it_and_the_attempt_is_recorded(cast, as_, name):
    assert as_(cast.susi).get(TRAIL).status_code == 200
    assert as_(getattr(cast, name)).get(TRAIL).status_code == 404
    refused = TrailEntry.objects.filter(event=Event.REFUSED)
    assert refused.get().actor_name == getattr(cast, name).user.email


def test_looking_at_the_trail_stands_on_the_trail(cast, as_):
    client = as_(cast.susi)
    client.get(TRAIL)
    again = lines(client.get(TRAIL, {"routine": "on"}))
    assert sum(line.account == cast.susi.user.email for line in again) >= 1
    assert TrailEntry.objects.filter(deed="look_at_trail").count() == 2


def test_colleagues_are_told_by_name_and_strangers_by_their_address_alone(cast, as_, rosario):
    as_(cast.ana).get(f"/casos/{rosario.code}/")
    as_(cast.sonia).get(f"/casos/{rosario.code}/")
    told = {(line.who, line.account) for line in lines(as_(cast.susi).get(TRAIL))}
    assert ("Ana Choque", "ana@norte.example") in told
    assert ("sonia@sur.example", "") in told
    page = as_(cast.susi).get(f"/casos/{rosario.code}/quien-lo-vio/").content.decode()
    assert "Ana Choque" in page
    assert "Sonia Calle" not in page


@pytest.mark.parametrize("kind", ["listed", "created"])
def test_routine_is_folded_and_every_entry_of_it_is_reached(cast, as_, rosario, kind):
    as_(cast.ana).get("/casos/")
    as_(cast.ana).post(f"/casos/{rosario.code}/sesiones/nueva/borrador/", {"note": "x"})
    routine = TrailEntry.objects.filter(event=kind, actor_id=cast.ana.user_id)
    if kind == "created":
        routine = routine.filter(content_type__model="casedraft")
    hidden = set(routine.values_list("id", flat=True))
    client = as_(cast.susi)

    def shown(**query) -> set[int]:
        return {line.id for line in lines(client.get(TRAIL, query))}

    assert hidden
    assert not hidden & shown()
    assert hidden <= shown(routine="on")
    assert hidden <= shown(event=kind)
    assert "Mostrar todo" in client.get(TRAIL).content.decode()
    assert "Mostrar todo" not in client.get(TRAIL, {"routine": "on"}).content.decode()


def test_a_refusal_and_a_deed_are_never_taken_for_routine(cast, as_, rosario):
    client = as_(cast.ana)
    client.post(f"/casos/{rosario.code}/sesiones/nueva/", {"draft": "forget"})
    client.get("/casos/2222-2222/")
    told = {line.what for line in lines(as_(cast.susi).get(TRAIL))}
    assert {"Descartó un borrador", "Acceso rechazado"} <= told


def test_it_is_filtered_by_person_event_outcome_and_day(cast, as_):
    happen(cast.norte, Event.REFUSED, outcome=Outcome.REFUSED, reason="may_not_see_cases")
    happen(cast.norte, deed="close_case")
    client = as_(cast.susi)
    today = timezone.localdate()

    def shown(**query) -> set[str]:
        return {line.what for line in lines(client.get(TRAIL, query))}

    assert shown(outcome="refused") == {"Acceso rechazado"}
    assert "Cerró el caso" in shown(event="deed")
    assert "Acceso rechazado" not in shown(event="deed")
    assert "Cerró el caso" in shown(since=f"{today:%d/%m/%Y}", until=f"{today:%d/%m/%Y}")
    earlier = shown(until=f"{today - timedelta(days=1):%d/%m/%Y}")
    assert "Invitó a una persona" in earlier
    assert not earlier & {"Acceso rechazado", "Cerró el caso"}
    assert shown(person=str(cast.ana.user_id)) == set()


@pytest.mark.parametrize(
    "query",
    [
        {"event": "nothing"},
        {"since": "31/02/2026"},
        {"person": "x' or 1=1"},
        {"case": "../../etc"},
        {"until": "mañana"},
    ],
)
def test_an_impossible_filter_is_said_beside_its_field(cast, as_, query):
    response = as_(cast.susi).get(TRAIL, query)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert "Falta corregir" in response.content.decode() or response.context["form"].active


@pytest.mark.parametrize("place", ["abc", "-1", "9" * 30, "1e3", ""])
def test_an_impossible_place_is_the_first_page(cast, as_, place):
    happen(cast.norte, deed="close_case")
    assert lines(as_(cast.susi).get(TRAIL, {"antes": place}))


def test_pages_go_back_without_gap_or_repetition(cast, as_):
    happen(cast.norte, Event.EXPORTED, count=PAGE_SIZE + 10)
    client, seen, address = as_(cast.susi), [], f"{TRAIL}?event=exported"
    while address:
        page = client.get(address).context["page"]
        seen += [line.id for line in page.lines]
        address = TRAIL + page.older_url if page.older_url else ""
    assert len(seen) == len(set(seen)) == PAGE_SIZE + 10
    assert seen == sorted(seen, reverse=True)


def test_a_page_costs_the_same_queries_however_long_the_trail_is(
    cast, as_, django_assert_max_num_queries
):
    happen(cast.norte, deed="close_case", count=PAGE_SIZE + 10)
    client = as_(cast.susi)
    client.get(TRAIL)
    with django_assert_max_num_queries(12):
        client.get(TRAIL)


def test_a_sealed_value_is_said_to_be_sealed(cast):
    entry = TrailEntry(
        event=Event.CHANGED,
        changes={"narrative_sealed": ["sealed:AAAA", "sealed:BBBB"], "stage": ["a", "b"]},
    )
    assert line_of(entry).changes == (("narrative", "sellado", "sellado"), ("stage", "a", "b"))


def test_what_one_request_left_is_told_together_by_what_was_meant(cast, as_):
    with background("test"):
        record(Event.READ, partner_id=cast.norte.id)
        record(Event.DEED, partner_id=cast.norte.id, deed="close_case")
        record(Event.READ, partner_id=cast.norte.id)
    happen(cast.norte, deed="reopen_case")
    visits = as_(cast.susi).get(TRAIL).context["page"].visits
    told = {visit.main.what: [line.what for line in visit.others] for visit in visits}
    assert told["Cerró el caso"] == ["Lectura", "Lectura"]
    assert told["Reabrió el caso"] == []


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("unknown_code", "código que no existe"),
        ("may_not_see_trail", "no tiene permiso para: Ver la bitácora de su organización"),
        ("close_case", ""),
    ],
)
def test_a_refusal_says_why_in_words(reason, words):
    entry = TrailEntry(event=Event.REFUSED, outcome=Outcome.REFUSED, reason=reason)
    assert line_of(entry).why == words


@pytest.mark.parametrize(("who", "reader"), [("teo", "rita"), ("rita", "teo"), ("rita", "rita")])
def test_what_the_networks_people_were_refused_is_read_by_the_network(
    cast, as_, sign_in, who, reader
):
    happen(cast.norte, deed="close_case")
    as_(getattr(cast, who)).get("/casos/2222-2222/")
    sign_in("nadie@sur.example", "otra-clave-muy-larga-47")
    shown = lines(as_(getattr(cast, reader)).get(TRAIL))
    assert (getattr(cast, who).user.full_name, "Acceso rechazado") in {
        (line.who, line.what) for line in shown
    }
    assert "Ingreso fallido" in {line.what for line in shown}
    assert all(line.is_refused for line in shown)
    hers = {line.what for line in lines(as_(cast.susi).get(TRAIL))}
    assert "Cerró el caso" in hers
    assert "Ingreso fallido" not in hers
