"""Finding a case by name or code, inside one's own partner; what was looked for is kept nowhere."""

import pytest
from django.db import connection

from audit.models import TrailEntry
from casework.models import Listing
from tests.casework.told import a_case


@pytest.fixture
def ana(cast, as_):
    return as_(cast.ana)


@pytest.fixture
def case(ana):
    return a_case(ana)


def finds(client, text: str, code: str) -> bool:
    answer = client.post("/casos/buscar/", {"query": text})
    assert answer.status_code == 200
    return f"/casos/{code}/" in answer.content.decode()


@pytest.mark.parametrize(
    "text", ["Quispe", "kispe maria", "MAMANY", "quis", "Elena  Quispe", "Mari", "elena mamani"]
)
def test_a_case_is_found_by_part_of_a_name_as_it_sounds(ana, case, text):
    assert finds(ana, text, case.code)


def test_a_case_is_found_by_its_code_however_it_is_typed(ana, case):
    for text in (case.code, case.code.lower(), case.code.replace("-", ""), f" {case.code} "):
        assert finds(ana, text, case.code)


@pytest.mark.parametrize(
    "text", ["Rosa", "Quispe Rosa", "7KMQ-2XRD", "%", "_", "' OR 1=1", "{{7*7}}"]
)
def test_nobody_else_is_found(ana, case, text):
    assert not finds(ana, text, case.code)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Escriba qué busca."),
        ("zzz", "suena en casi todos los nombres"),
        ("a", "suena en casi todos los nombres"),
        ("a\0b", "signos invisibles"),
        ("a" * 1_000_000, "como máximo 100"),
    ],
)
def test_what_cannot_be_looked_for_is_answered_with_a_sentence(ana, case, text, sentence):
    assert sentence in ana.post("/casos/buscar/", {"query": text}).content.decode()


def test_a_colleague_finds_it_and_another_partner_does_not(case, cast, as_):
    assert finds(as_(cast.paula), "Quispe", case.code)
    assert not finds(as_(cast.sonia), "Quispe", case.code)
    assert not finds(as_(cast.sonia), case.code, case.code)


@pytest.mark.parametrize("somebody", ["elena", "rita", "teo"])
def test_who_sees_no_cases_searches_none(case, cast, as_, somebody):
    assert (
        as_(getattr(cast, somebody)).post("/casos/buscar/", {"query": "Quispe"}).status_code == 404
    )


def test_an_address_never_searches(ana, case):
    answer = ana.get("/casos/buscar/?query=Quispe")
    assert answer.status_code == 302
    assert "Quispe" not in answer["Location"]


def test_the_trail_says_that_she_searched_and_how_many_were_found(ana, case):
    ana.post("/casos/buscar/", {"query": "Quispe"})
    searched = TrailEntry.objects.get(deed="search_cases")
    assert searched.event == "searched"
    assert searched.details == {"found": 1}
    everything = "".join(f"{e.details} {e.changes} {e.reason}" for e in TrailEntry.objects.all())
    assert "Quispe" not in everything


def test_an_entry_that_cannot_be_read_is_told_recorded_and_hides_nobody_else(cast, as_, case_of):
    case_of(cast.ana, given_names="Delma")
    spoilt = case_of(cast.ana, given_names="Dalia")
    client = as_(cast.ana)

    def look() -> str:
        return client.post("/casos/buscar/", {"query": "delma"}).content.decode()

    assert "no se pudo leer" not in look()
    listing = Listing.objects.get(survivor=spoilt.survivor_id)
    raw = bytes(listing.search_value_sealed.raw)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE casework_listing SET search_value_sealed = %s WHERE search_value_sealed = %s",
            [raw[:-1] + bytes([raw[-1] ^ 1]), raw],
        )
    shown = look()
    assert "1 ficha no se pudo leer" in shown
    assert "D. Q." in shown
    damaged = [entry for entry in TrailEntry.objects.all() if entry.reason == "damaged"]
    assert [entry.outcome for entry in damaged] == ["failed"]
