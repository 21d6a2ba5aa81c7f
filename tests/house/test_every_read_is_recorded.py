"""Whatever sealed value a page opens leaves one entry per owner and compartment, and no more."""

from collections import Counter

import pytest

from accounts.permissions import Role
from audit.events import Event
from audit.models import TrailEntry
from tests.house import matrix
from tests.house.test_access_matrix import COMMON, secrets_in, words_in
from tests.house.walker import Walker

READS = {Event.READ, Event.LISTED}
LIST, CASE, IDENTITY, INTAKE = "listing", "case", "identity", "intake"
# What each page opens for the counselor who carries the case; a page not named here opens nothing.
OPENED = {
    "GET /hoy/": {LIST},
    "GET /agenda/": {LIST},
    "GET /casos/": {LIST},
    "GET /casos/nuevo/": {INTAKE},
    "GET /casos/nuevo/ATENCIÓN/": {INTAKE},
    "GET /casos/nuevo/ATENCIÓN/SECCIÓN/": {INTAKE},
    "POST /casos/nuevo/ATENCIÓN/SECCIÓN/": {INTAKE},
    "GET /casos/nuevo/ATENCIÓN/coincidencias/": {INTAKE},
    "POST /casos/nuevo/ATENCIÓN/abrir/": {INTAKE},
    "GET /casos/CASO/": {LIST, CASE},
    "GET /casos/CASO/historia/": {LIST},
    "GET /casos/CASO/que-paso/": {LIST, CASE},
    "GET /casos/CASO/datos/": {LIST, CASE, IDENTITY},
    "GET /casos/CASO/datos/SECCIÓN/": {LIST, IDENTITY},
    "POST /casos/CASO/datos/SECCIÓN/": {LIST, IDENTITY},
    "POST /casos/CASO/revelar/": {CASE, IDENTITY},
    "POST /casos/CASO/contacto/": {LIST, CASE},
    "GET /casos/CASO/sesiones/": {LIST},
    "GET /casos/CASO/sesiones/nueva/": {LIST},
    "POST /casos/CASO/sesiones/nueva/": {LIST},
    "GET /casos/CASO/sesiones/SESIÓN/": {LIST},
    "GET /casos/CASO/archivos/": {LIST, CASE},
    "GET /casos/CASO/archivos/nuevo/": {LIST},
    "POST /casos/CASO/archivos/nuevo/": {LIST},
    "GET /casos/CASO/archivos/ARCHIVO/": {LIST, CASE},
    "GET /casos/CASO/archivos/ARCHIVO/vista/1/": {CASE},
    "GET /casos/CASO/archivos/ARCHIVO/destruir/": {LIST},
    "POST /casos/CASO/archivos/ARCHIVO/destruir/": {LIST},
    "GET /casos/CASO/borrados/": {LIST},
    "GET /casos/CASO/retener/": {LIST},
    "POST /casos/CASO/retener/": {LIST},
    "GET /casos/CASO/seguimientos/nuevo/": {LIST},
    "POST /casos/CASO/seguimientos/nuevo/": {LIST},
    "GET /casos/CASO/seguimientos/SEGUIMIENTO/": {LIST, CASE},
    "POST /casos/CASO/seguimientos/SEGUIMIENTO/hecho/": {LIST, CASE},
    "POST /casos/CASO/seguimientos/SEGUIMIENTO/mover/": {LIST, CASE},
    "POST /casos/CASO/seguimientos/SEGUIMIENTO/reasignar/": {LIST, CASE},
    "GET /casos/CASO/cerrar/": {LIST},
    "POST /casos/CASO/cerrar/": {LIST},
    "GET /casos/CASO/equipo/": {LIST},
    "POST /casos/CASO/equipo/sumar/": {LIST},
    "POST /casos/CASO/equipo/quitar/": {LIST},
    "GET /casos/CASO/acceso/restringir/": {LIST},
    "POST /casos/CASO/acceso/restringir/": {LIST},
    "GET /casos/CASO/traspaso/": {LIST},
    "POST /casos/CASO/traspaso/": {LIST},
    "GET /casos/emergencia/ACCESO/": {CASE},
    "POST /casos/emergencia/ACCESO/": {CASE},
    "GET /casos/CASO/derivar/": {LIST},
    "POST /casos/CASO/derivar/": {LIST},
    "GET /derivaciones/DERIVACIÓN/": {CASE},
    "POST /derivaciones/DERIVACIÓN/": {CASE},
    "POST /derivaciones/DERIVACIÓN/carta/": {CASE},
}
WALLS = {Role.PSYCHOLOGIST: "SESIÓN", Role.LEGAL_ADVISOR: "LEGAL"}


@pytest.fixture
def codes(house):
    return {**COMMON, **house.norte.codes}


@pytest.fixture
def walker_of(house, as_):
    return lambda role: Walker(as_(house.norte[role]), house.norte[role])


def reads(visit):
    return [entry for entry in visit.entries if entry.event in READS and entry.compartment]


def test_each_page_opens_what_it_needs_and_the_trail_says_so_once(house, walker_of, codes):
    walker, owners = walker_of(Role.COUNSELOR), owners_of(house)
    for row in matrix.rows():
        visit = walker.visit(row.verb, row.filled(codes))
        opened = Counter((entry.compartment, entry.subject_id) for entry in reads(visit))
        assert {compartment for compartment, _owner in opened} == OPENED.get(row.name, set()), (
            row.name
        )
        assert set(opened.values()) <= {1}, row.name
        assert {owner for compartment, owner in opened if compartment in owners} <= set(
            owners.values()
        ), row.name


def owners_of(house):
    """Whose compartments these are, where a page is about one woman."""
    return {CASE: house.norte.case.id, IDENTITY: house.norte.case.survivor_id}


@pytest.mark.parametrize("role", [Role.PSYCHOLOGIST, Role.LEGAL_ADVISOR, Role.SUPERVISOR])
def test_no_page_shows_a_secret_that_the_trail_does_not_know_of(house, walker_of, codes, role):
    walker = walker_of(role)
    for row in matrix.rows():
        visit = walker.visit(row.verb, row.filled(codes))
        opened = {entry.compartment for entry in reads(visit)}
        if secrets_in(visit, house.norte):
            assert opened, row.name
        if words_in(visit, house.norte.woman.secrets):
            assert opened - {LIST}, row.name


def test_a_note_opens_only_inside_its_wall_and_who_comes_to_it_is_recorded(house, walker_of, codes):
    note = {"SESIÓN": "Nota psychological", "LEGAL": "Nota legal", "SOCIAL": "Nota social"}
    for role in (Role.COUNSELOR, Role.PSYCHOLOGIST, Role.LEGAL_ADVISOR, Role.SUPERVISOR):
        for kind, words in note.items():
            path = f"/casos/{codes['CASO']}/sesiones/{codes[kind]}/"
            visit = walker_of(role).visit("GET", path)
            is_open = kind in {"SOCIAL", WALLS.get(role)}
            assert bool(words_in(visit, [words])) is is_open, (role, kind)
            seen = [entry.deed for entry in visit.entries].count("see_session_without_note")
            assert seen == int(not is_open), (role, kind)
            assert visit.refusals == [], (role, kind)
            assert any(entry.compartment not in {"", LIST} for entry in visit.entries) is is_open


def test_the_trail_says_that_somebody_searched_and_not_for_what(house, walker_of):
    woman = house.norte.woman
    for query in (woman.first_surname, woman.phone, woman.card, "nadie de este nombre"):
        visit = walker_of(Role.COUNSELOR).visit("POST", "/casos/buscar/", {"query": query})
        assert [entry.event for entry in visit.entries].count(Event.SEARCHED) == 1, query
        for entry in visit.entries:
            assert query not in str(vars(entry)), query
    assert words_in(visit, [woman.masked]) == []


def test_the_house_was_built_without_a_change_that_nobody_answers_for(house, everything_attributed):
    assert TrailEntry.objects.filter(event=Event.DEED).count() > 20
    assert not TrailEntry.objects.filter(event=Event.DEED, actor_name="").exists()
