"""A counselor fills an intake, section by section."""

import pytest

from audit.events import Event
from audit.models import TrailEntry
from casework.models import Intake, IntakeSection
from tests.casework.told import (
    CONSENT,
    INCIDENTS,
    RISK,
    SAFE_CONTACT,
    SECRETS,
    SURVIVOR,
    TOLD,
    begin,
    intake_at,
    keys_of,
    tell,
)
from tests.plugins.cast import deeds, entries

SECTIONS = list(TOLD)
A_MEGABYTE = "a" * 1_000_000


@pytest.fixture
def ana(cast, as_):
    return as_(cast.ana)


@pytest.fixture
def address(ana):
    return begin(ana)


def page(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def saved_answers(cast, address: str, name: str):
    with keys_of(cast.ana):
        return IntakeSection.objects.get(intake=intake_at(address), name=name).answers


def test_beginning_is_a_post_and_leaves_one_deed(ana, cast):
    assert ana.get("/casos/nuevo/").status_code == 200
    assert not Intake.objects.exists()
    address = begin(ana)
    assert deeds()[-1] == "start_intake"
    assert intake_at(address).partner_id == cast.norte.id


def test_an_intake_left_unfinished_waits_on_the_page_where_one_begins(ana, address):
    assert address in page(ana, "/casos/nuevo/")


def test_the_task_list_says_how_far_each_section_is(ana, address):
    tell(ana, address, consent={"purposes": ["statistics"]}, risk=RISK)
    ana.post(f"{address}survivor/borrador/", {"chosen_name": "Mari"})
    shown = page(ana, address)
    for state in ("Falta algo", "Guardada", "Borrador", "Sin empezar"):
        assert state in shown
    assert "Para abrir el caso falta: Consentimiento, Contacto seguro" in " ".join(shown.split())
    assert "abrir/" not in shown


def test_the_button_that_opens_appears_when_nothing_is_missing(ana, address):
    tell(ana, address, consent=CONSENT, safe_contact=SAFE_CONTACT, risk=RISK)
    assert f"{address}abrir/" in page(ana, address)


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_is_kept_and_shown_again(ana, address, cast, name):
    tell(ana, address, **{name: TOLD[name]})
    assert saved_answers(cast, address, name)
    shown = page(ana, f"{address}{name}/")
    for value in TOLD[name].values():
        if isinstance(value, str) and len(value) > 3:
            assert value in shown


def test_rows_left_empty_are_not_kept(ana, address, cast):
    tell(ana, address, survivor=SURVIVOR)
    assert saved_answers(cast, address, "survivor")["dependants"] == [{"name": "Juanito", "age": 4}]


def test_a_section_of_optional_questions_may_be_saved_empty(ana, address, cast):
    no_rows = {"dependants-TOTAL_FORMS": "1", "dependants-INITIAL_FORMS": "0"}
    tell(ana, address, survivor=no_rows, needs={}, consent={"given_on": ""})
    assert saved_answers(cast, address, "needs") == {}


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(ana, address):
    answer = ana.post(
        f"{address}survivor/",
        {"version": "0", **SURVIVOR, "birth_date": "31/02/1990", "dependants-0-age": "cuatro"},
    )
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert 'href="#id_birth_date"' in shown
    assert 'id="id_birth_date_error"' in shown
    assert "Persona 1: Edad" in shown
    assert "31/02/1990" in shown
    assert "María Elena" in shown
    assert "31/02/1990" in page(ana, f"{address}survivor/")


def test_one_more_row_is_given_without_scripts_and_keeps_what_is_typed(ana, address):
    typed = {"version": "0", "add": "dependants", **SURVIVOR, "birth_date": "31/02/1990"}
    answer = ana.post(f"{address}survivor/", typed)
    assert answer["Location"] == f"{address}survivor/#dependants-2"
    shown = page(ana, f"{address}survivor/")
    assert 'name="dependants-2-name"' in shown
    assert "31/02/1990" in shown
    assert "Juanito" in shown


def test_one_more_person_is_given_inside_an_incident(ana, address):
    ana.post(f"{address}incidents/", {"add": "incidents-0-perpetrators", **INCIDENTS})
    shown = page(ana, f"{address}incidents/")
    assert 'name="incidents-0-perpetrators-1-name"' in shown
    assert "Fulano Mengano" in shown


def test_asking_for_a_row_of_nothing_changes_nothing(ana, address):
    answer = ana.post(f"{address}survivor/", {"add": "\r\nSet-Cookie: x", **SURVIVOR})
    assert answer["Location"] == f"{address}survivor/#"


def test_a_row_marked_to_be_removed_goes(ana, address, cast):
    tell(ana, address, survivor=SURVIVOR)
    again = {**SURVIVOR, "dependants-INITIAL_FORMS": "2", "dependants-0-DELETE": "on"}
    ana.post(f"{address}survivor/", {"version": "1", **again})
    assert "dependants" not in saved_answers(cast, address, "survivor")


# --- drafts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SECTIONS)
def test_a_draft_is_kept_as_typed_right_or_wrong(ana, address, name):
    typed = {**TOLD[name], "given_on": "ayer", "birth_date": "31/02", "level": "nunca"}
    assert ana.post(f"{address}{name}/borrador/", typed).status_code == 204
    shown = page(ana, f"{address}{name}/")
    assert "Borrador guardado" in shown
    for value in TOLD[name].values():
        if isinstance(value, str) and len(value) > 10:
            assert value in shown


def test_a_draft_stands_before_what_was_saved_until_it_is_saved_too(ana, address, cast):
    tell(ana, address, risk=RISK)
    ana.post(f"{address}risk/borrador/", {"level": "extreme", "reason": "Volvió a llamar."})
    assert "Volvió a llamar." in page(ana, f"{address}risk/")
    assert saved_answers(cast, address, "risk")["level"] == "high"
    ana.post(f"{address}risk/", {"version": "1", "level": "extreme", "reason": "Volvió a llamar."})
    assert saved_answers(cast, address, "risk")["level"] == "extreme"
    assert "Borrador" not in page(ana, address)


def test_a_draft_keeps_nothing_but_the_sections_own_fields(ana, address, cast):
    ana.post(f"{address}risk/borrador/", {"reason": "…", "csrfmiddlewaretoken": "x", "otro": "y"})
    with keys_of(cast.ana):
        draft = IntakeSection.objects.get().draft
    assert draft == {"reason": ["…"]}


# --- two windows ----------------------------------------------------------------------------------


def test_a_second_window_is_told_and_its_text_is_not_lost(ana, address, cast):
    tell(ana, address, risk=RISK)
    late = {"version": "0", "level": "low", "reason": "Escrito en la otra ventana."}
    shown = ana.post(f"{address}risk/", late).content.decode()
    assert "Otra persona guardó cambios" in shown
    assert "Escrito en la otra ventana." in shown
    assert "La amenazó con un cuchillo." in shown
    assert saved_answers(cast, address, "risk")["level"] == "high"
    assert 'name="version" value="1"' in shown


# --- the walls ------------------------------------------------------------------------------------


@pytest.mark.parametrize("stranger", ["sonia", "paula", "susi", "elena", "rita", "teo"])
@pytest.mark.parametrize("path", ["", "risk/", "coincidencias/", "descartar/"])
def test_an_intake_is_seen_by_whoever_began_it_and_by_nobody_else(
    ana, address, cast, as_, stranger, path
):
    assert ana.get(address + path).status_code == 200
    assert as_(getattr(cast, stranger)).get(address + path).status_code == 404
    assert TrailEntry.objects.filter(event=Event.REFUSED, subject_id=intake_at(address).id).exists()


@pytest.mark.parametrize(
    "path", ["risk/", "risk/borrador/", "abrir/", "coincidencias/", "descartar/"]
)
def test_a_stranger_changes_nothing(ana, address, cast, as_, path):
    tell(ana, address, risk=RISK)
    assert as_(cast.sonia).post(address + path, {**RISK, "level": "low"}).status_code == 404
    assert saved_answers(cast, address, "risk")["level"] == "high"
    assert intake_at(address).finished_at is None


@pytest.mark.parametrize("somebody", ["elena", "rita", "teo"])
def test_who_opens_no_cases_begins_no_intake(cast, as_, somebody):
    assert as_(getattr(cast, somebody)).post("/casos/nuevo/").status_code == 404
    assert not Intake.objects.exists()


def test_a_section_that_does_not_exist_is_refused_like_a_wrong_code(ana, address):
    assert ana.get(f"{address}religion/").status_code == 404
    assert ana.post(f"{address}religion/borrador/").status_code == 404


# --- giving up ------------------------------------------------------------------------------------


def test_an_intake_is_given_up_after_asking_and_what_was_told_is_unreadable(ana, address, cast):
    tell(ana, address, survivor=SURVIVOR)
    assert ana.get(f"{address}descartar/").status_code == 200
    assert IntakeSection.objects.exists()
    ana.post(f"{address}descartar/")
    assert not IntakeSection.objects.exists()
    assert deeds()[-1] == "discard_intake"
    assert ana.get(address).status_code == 302
    assert ana.post(f"{address}risk/borrador/", RISK).status_code == 302


# --- the trail ------------------------------------------------------------------------------------


def test_nothing_told_stands_on_the_trail(ana, address):
    tell(ana, address, **TOLD)
    ana.get(f"{address}survivor/")
    everything = "".join(
        f"{e.changes} {e.details} {e.object_repr} {e.reason}" for e in TrailEntry.objects.all()
    )
    assert not any(secret in everything for secret in SECRETS)


def test_reading_a_section_is_one_reading(ana, address):
    tell(ana, address, survivor=SURVIVOR)
    before = len(entries("read"))
    ana.get(f"{address}survivor/")
    (reading,) = entries("read")[before:]
    assert reading.subject_id == intake_at(address).id
    assert reading.compartment == "intake"


# --- what nobody should type ----------------------------------------------------------------------

WRONG = [
    ("consent", {"purposes": ["services", "todo"]}, "Elija opciones de la lista."),
    ("consent", {"purposes": ["referral_health"]}, "qué datos puede llevar"),
    ("consent", {"manner": "oral_with_witness"}, "nombre de quien fue testigo"),
    ("consent", {"given_on": "20/11/2026", "ends_on": "19/11/2026"}, "antes de haber empezado"),
    ("consent", {"given_on": "01/01/2999"}, "posterior a hoy"),
    ("consent", {"notes": A_MEGABYTE}, "como máximo"),
    ("safe_contact", {}, "Escriba un teléfono u otra forma"),
    ("safe_contact", {"phone": "no tiene"}, "número de teléfono"),
    ("safe_contact", {"no_safe_way": "on", "is_visit_allowed": "yes"}, "un medio está permitido"),
    ("safe_contact", {"phone": "71234567", "hours": "\u202etarde"}, "signos invisibles"),
    ("survivor", {"birth_date": "24/11/1990", "age": "12"}, "otra edad"),
    ("survivor", {"birth_date": "01/01/1800"}, "desde el año 1900"),
    ("survivor", {"age": "-4"}, "entre 0 y 120"),
    ("survivor", {"given_names": "Ma\0ría"}, "signos invisibles"),
    ("survivor", {"given_names": A_MEGABYTE}, "como máximo 120"),
    ("survivor", {"municipality": "Macondo"}, "No hay un municipio"),
    ("survivor", {"identity_document_kind": "tipo_documento_ci", "identity_card": "12"}, "4 a 10"),
    ("survivor", {"identity_complement": "ABC"}, "dos caracteres"),
    ("survivor", {"languages": ["klingon"]}, "Elija opciones de la lista."),
    ("survivor", {"dependants-TOTAL_FORMS": "999999999999"}, "demasiadas filas"),
    ("survivor", {"dependants-INITIAL_FORMS": "x"}, "llegó incompleta"),
    ("survivor", {"dependants-0-relation": "verdugo", "dependants-TOTAL_FORMS": "1"}, "Elija una"),
    ("incidents", {**INCIDENTS, "incidents-0-happened_on": "31/02/2020"}, "fecha que exista"),
    ("incidents", {**INCIDENTS, "incidents-0-violence_types": ["v99"]}, "Elija opciones"),
    ("incidents", {**INCIDENTS, "incidents-0-narrative": A_MEGABYTE}, "como máximo 20000"),
    ("incidents", {**INCIDENTS, "incidents-0-perpetrators-0-name": "\x1b[2J"}, "signos invisibles"),
    ("incidents", {"incidents-TOTAL_FORMS": "\0", "incidents-INITIAL_FORMS": "0"}, "incompleta"),
    ("risk", {"level": "high"}, "Escriba el motivo"),
    ("risk", {"reason": "porque sí"}, "Elija una opción."),
    ("risk", {"level": "\0", "reason": "x"}, "Elija una opción de la lista."),
    ("needs", {"kinds": ["castillo"]}, "Elija opciones de la lista."),
    ("needs", {"immediate_notes": "\u2066"}, "signos invisibles"),
]


@pytest.mark.parametrize(("name", "fields", "sentence"), WRONG)
def test_what_cannot_be_kept_is_answered_with_a_sentence_beside_the_field(
    ana, address, name, fields, sentence
):
    sent = {"version": "0", **fields}
    if name == "survivor":
        sent = {"dependants-TOTAL_FORMS": "1", "dependants-INITIAL_FORMS": "0", **sent}
    answer = ana.post(f"{address}{name}/", sent)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not IntakeSection.objects.filter(saved_at__isnull=False).exists()


ODD_TEXTS = ["\0", "\u202e", "{{7*7}}", "=cmd()", "%00", "\x85", "🦙" * 5_000, "-1", "0" * 400]


@pytest.mark.parametrize("name", SECTIONS)
def test_no_text_in_any_field_breaks_a_page(ana, address, name):
    counts = {field: value for field, value in TOLD[name].items() if field.endswith("_FORMS")}
    for text in ODD_TEXTS:
        sent = dict.fromkeys(TOLD[name], text) | counts
        assert ana.post(f"{address}{name}/borrador/", sent).status_code == 204
        assert ana.post(f"{address}{name}/", sent).status_code in {200, 302}
        assert ana.get(f"{address}{name}/").status_code == 200


@pytest.mark.parametrize("name", SECTIONS)
def test_bytes_that_are_no_text_break_no_page(ana, address, name):
    body = "&".join(f"{field}=%ED%A0%80%FF" for field in TOLD[name])
    kind = "application/x-www-form-urlencoded"
    assert ana.post(f"{address}{name}/", body, content_type=kind).status_code in {200, 302}
    assert ana.get(f"{address}{name}/").status_code == 200


@pytest.mark.parametrize("typed", ["6.543.210", "6 543 210"])
def test_a_card_is_kept_without_the_signs_between_its_digits(ana, cast, address, typed):
    tell(ana, address, survivor={**SURVIVOR, "identity_card": typed})
    assert saved_answers(cast, address, "survivor")["identity_card"] == "6543210"


# --- drafts and opening ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["consent", "safe_contact", "incidents"])
def test_a_draft_that_says_nothing_new_holds_up_nothing(ana, address, name):
    tell(ana, address, consent=CONSENT, safe_contact=SAFE_CONTACT, risk=RISK, incidents=INCIDENTS)
    ana.post(f"{address}{name}/borrador/", TOLD[name])
    assert "Borrador" not in page(ana, address)
    assert f"{address}abrir/" in page(ana, address)


def test_one_more_empty_row_is_no_draft(ana, address):
    counts = {field: value for field, value in INCIDENTS.items() if field.endswith("_FORMS")}
    ana.post(f"{address}incidents/", {"add": "incidents", **counts})
    assert 'name="incidents-1-narrative"' in page(ana, f"{address}incidents/")
    assert "Borrador" not in page(ana, address)


def test_what_was_typed_and_not_saved_holds_up_the_opening_until_it_is_given_up(ana, address):
    tell(ana, address, consent=CONSENT, safe_contact=SAFE_CONTACT, risk=RISK)
    ana.post(f"{address}needs/borrador/", {"immediate_notes": "Falta anotar"})
    assert f"{address}abrir/" not in page(ana, address)
    answer = ana.post(f"{address}abrir/", follow=True).content.decode()
    assert "Hay algo escrito sin guardar" in answer
    ana.post(f"{address}needs/borrador/descartar/")
    assert "Falta anotar" not in page(ana, f"{address}needs/")
    assert ana.post(f"{address}abrir/")["Location"].startswith("/casos/")


def test_a_stranger_gives_up_nobodys_draft(ana, address, cast, as_):
    ana.post(f"{address}needs/borrador/", {"immediate_notes": "Falta anotar"})
    assert as_(cast.sonia).post(f"{address}needs/borrador/descartar/").status_code == 404
    assert "Falta anotar" in page(ana, f"{address}needs/")


def test_an_intake_left_is_told_by_initials_and_what_was_saved_to_its_author_only(cast, as_):
    client = as_(cast.ana)
    tell(client, begin(client), survivor=SURVIVOR, risk=RISK)
    typed = begin(client)
    client.post(f"{typed}survivor/borrador/", {"given_names": "Zulma", "first_surname": "Poma"})
    begin(client)
    shown = client.get("/casos/nuevo/").content.decode()
    assert "M. Q." in shown
    assert "2 de 6 secciones guardadas" in shown
    assert "Z. P." in shown
    assert "Todavía sin nombre" in shown
    assert "Zulma" not in shown
    assert "M. Q." not in as_(cast.lidia).get("/casos/nuevo/").content.decode()
    assert "2 de 6 secciones guardadas" in client.get("/hoy/").content.decode()
