"""Each deed leaves one entry that names it; nothing in the database changes without an entry."""

import ast
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from audit.events import Event
from casework.models.closure import ChecklistItem
from oversight.wording import DEEDS as WORDS
from tests.house import matrix
from tests.house.test_access_matrix import COMMON
from tests.house.walker import Walker
from tests.plugins.pages import Form, page_in

APPS = ("accounts", "casework", "referrals", "erasure", "oversight", "config")
DAY = timezone.localdate() + timedelta(days=10)
WORKDAY = DAY - timedelta(days=max(0, DAY.weekday() - 4))
IN_TEN_DAYS = WORKDAY.strftime("%d/%m/%Y")
MEANT = WORKDAY.isoformat()  # it may be a holiday
TODAY = timezone.localdate().strftime("%d/%m/%Y")
CASE, INTAKE = "/casos/CASO/", "/casos/nuevo/ATENCIÓN/"
FOLLOW_UP = CASE + "seguimientos/SEGUIMIENTO/"
REFERRAL, OFFICE, PERSON = (
    "/derivaciones/DERIVACIÓN/",
    "/directorio/OFICINA/",
    "/administracion/personas/PERSONA/",
)


@dataclass(frozen=True)
class Deed:
    """A form of a page, filled in by somebody of this role, and what it is called on the trail."""

    name: str
    role: str
    page: str
    action: str = ""
    answers: dict[str, object] = field(default_factory=dict)


DEEDS = [
    Deed("start_intake", "counselor", "/casos/nuevo/"),
    Deed(
        "save_intake_section",
        "counselor",
        INTAKE + "risk/",
        answers={"level": "medium", "reason": "Por lo que cuenta"},
    ),
    Deed("forget_draft", "counselor", INTAKE, INTAKE + "survivor/borrador/descartar/"),
    Deed("tell_apart", "counselor", INTAKE + "coincidencias/"),
    Deed("open_case", "counselor", INTAKE, INTAKE + "abrir/"),
    Deed("discard_intake", "counselor", INTAKE + "descartar/"),
    Deed(
        "open_case",
        "counselor",
        "/casos/nuevo/rapida/",
        answers={
            "consents_to_services": "on",
            "no_safe_way": "on",
            "level": "high",
            "reason": "Emergencia",
        },
    ),
    Deed("change_section", "counselor", CASE + "datos/needs/", answers={"kinds": ["shelter"]}),
    Deed("confirm_safe_contact", "counselor", CASE, CASE + "contacto/confirmar/"),
    Deed("leave_contact_to_her", "counselor", CASE, CASE + "contacto/ella-se-comunicara/"),
    Deed("take_up_contact", "counselor", CASE, CASE + "contacto/retomar/"),
    Deed(
        "record_session",
        "counselor",
        CASE + "sesiones/nueva/",
        answers={
            "kind": "social",
            "mode": "in_person",
            "attendance": "attended",
            "held_on": TODAY,
            "note": "Conversamos",
        },
    ),
    Deed(
        "add_attachment",
        "counselor",
        CASE + "archivos/nuevo/",
        answers={
            "file": SimpleUploadedFile("declaración.txt", "Una declaración".encode()),
            "title": "Declaración",
            "wall": "case",
            "brought_by": "herself",
            "brought_on": TODAY,
            "brought_how": "in_person",
        },
    ),
    Deed(
        "remove_attachment",
        "counselor",
        CASE + "archivos/ARCHIVO/destruir/",
        answers={"reason": "mistake"},
    ),
    Deed("add_to_note", "psychologist", CASE + "sesiones/SESIÓN/", answers={"note": "Algo más"}),
    Deed(
        "add_follow_up",
        "counselor",
        CASE + "seguimientos/nuevo/",
        answers={
            "kind": "seguimiento_tipo_llamada",
            "due_on": IN_TEN_DAYS,
            "asked_about": MEANT,
        },
    ),
    Deed(
        "finish_follow_up",
        "counselor",
        FOLLOW_UP,
        FOLLOW_UP + "hecho/",
        answers={"finish-has_spoken_with_her": "yes", "finish-outcome": "Está bien"},
    ),
    Deed(
        "move_follow_up",
        "counselor",
        FOLLOW_UP,
        FOLLOW_UP + "mover/",
        answers={"move-due_on": IN_TEN_DAYS, "move-asked_about": MEANT},
    ),
    Deed("leave_it_to_her", "counselor", FOLLOW_UP, FOLLOW_UP + "ella-se-comunicara/"),
    Deed(
        "reassign_follow_up",
        "counselor",
        FOLLOW_UP,
        FOLLOW_UP + "reasignar/",
        answers={"reassign-to": "PSYCHOLOGIST"},
    ),
    Deed(
        "close_case",
        "counselor",
        CASE + "cerrar/",
        answers={
            "checklist": list(ChecklistItem.values),
            "reason": "motivo_cierre_voluntad",
            "note": "Sabe cómo volver",
        },
    ),
    Deed("reopen_case", "counselor", "/casos/CERRADO/reabrir/", answers={"reason": "Volvió"}),
    Deed(
        "hand_over",
        "supervisor",
        CASE + "equipo/",
        CASE + "equipo/responsable/",
        answers={"responsible-person": "PSYCHOLOGIST"},
    ),
    Deed(
        "add_to_team",
        "counselor",
        CASE + "equipo/",
        CASE + "equipo/sumar/",
        answers={"add-person": "SUPERVISOR"},
    ),
    Deed(
        "remove_from_team",
        "counselor",
        CASE + "equipo/",
        CASE + "equipo/quitar/",
        answers={"remove-person": "PSYCHOLOGIST"},
    ),
    Deed(
        "restrict_case",
        "supervisor",
        CASE + "acceso/restringir/",
        answers={"people": ["COUNSELOR"], "ends_on": IN_TEN_DAYS, "reason": "Es vecina"},
    ),
    Deed(
        "propose_hand_over",
        "counselor",
        CASE + "traspaso/",
        answers={"person": "PSYCHOLOGIST", "reason": "Viajo"},
    ),
    Deed(
        "reassign_all",
        "supervisor",
        "/casos/repartir/",
        answers={"leaver": "COUNSELOR", "takers": ["PSYCHOLOGIST"]},
    ),
    Deed(
        "review_break_glass",
        "counselor",
        "/casos/emergencia/ACCESO/",
        answers={"was_justified": "yes", "note": "Hacía falta"},
    ),
    Deed(
        "send_referral",
        "counselor",
        CASE + "derivar/",
        answers={
            "office": "OFICINA",
            "purpose": "Patrocinio",
            "facts": ["name"],
            "medium": "medio_derivacion_oficio",
            "send": "1",
        },
    ),
    Deed(
        "place_hold",
        "legal_advisor",
        CASE + "retener/",
        answers={"reason": "order", "words": "Orden de conservar"},
    ),
    Deed("take_back_erasure", "counselor", CASE + "borrados/", CASE + "borrados/BORRADO/retirar/"),
    Deed(
        "advance_referral",
        "counselor",
        REFERRAL,
        answers={"state": "received", "happened_on": TODAY},
    ),
    Deed(
        "add_office",
        "partner_admin",
        "/directorio/nueva/",
        answers={"name": "SLIM Sopocachi", "institution": "INSTITUCIÓN", "municipality": "020101"},
    ),
    Deed("change_office", "partner_admin", OFFICE, answers={"name": "SLIM San Pedro"}),
    Deed("verify_office", "partner_admin", OFFICE, OFFICE + "verificar/"),
    Deed("strike_office", "partner_admin", OFFICE, OFFICE + "retirar/"),
    Deed("change_institution", "partner_admin", "/directorio/instituciones/INSTITUCIÓN/"),
    Deed(
        "invite_staff",
        "partner_admin",
        "/administracion/invitar/",
        answers={"full_name": "Nina Suma", "email": "nina@norte.example", "role": "counselor"},
    ),
    Deed("change_role", "partner_admin", PERSON, PERSON + "rol/", answers={"role": "counselor"}),
    Deed("suspend_staff", "partner_admin", PERSON, PERSON + "suspender/"),
    Deed("choose_language", "counselor", "/cuenta/idioma/", answers={"language": "en"}),
]

# Written where no page of this walk leads: below which folder a test does it and names it.
ELSEWHERE = {
    **dict.fromkeys(
        (
            "ask_erasure",
            "approve_erasure",
            "decline_erasure",
            "end_hold",
            "propose_rule",
            "approve_rule",
            "decline_rule",
        ),
        "tests/erasure: after a fresh proof that it is she",
    ),
    "announce_erasure": "tests/erasure: by the clock",
    "erase_by_rule": "tests/erasure: by the clock",
    "reapply_erasures": "tests/erasure: after a backup was restored",
    "ask_password_link": "tests/accounts",
    "admit_staff": "tests/config: the demo's people",
    "create_partner": "tests/accounts",
    "rotate_keys": "tests/vault",
    "add_key_slot": "tests/vault",
    "remove_key_slot": "tests/vault",
    "make_key_shares": "tests/vault",
    "join_key_shares": "tests/vault",
    "rehearse_recovery": "tests/vault",
    "forget_root_key": "tests/vault",
    "synchronise_grants": "tests/accounts",
    "set_password": "tests/accounts",
    "set_up_second_factor": "tests/accounts",
    "remove_second_factor": "tests/accounts",
    "end_sessions": "tests/accounts",
    "accept_conduct": "tests/accounts",
    "warn_idle": "tests/accounts",
    "add_passkey": "tests/accounts: with a device in software",
    "rename_passkey": "tests/accounts",
    "remove_passkey": "tests/accounts",
    "invite_again": "tests/accounts: for somebody who never came in",
    "reinstate_staff": "tests/accounts: for somebody suspended",
    "reset_second_factor": "tests/accounts: for somebody who lost her telephone",
    "recognise": "tests/casework: for somebody known already",
    "lift_restriction": "tests/casework: of a restricted case",
    "break_glass": "tests/casework: by somebody whose last emergency was reviewed",
    "share_case": "tests/casework: after its preview",
    "accept_hand_over": "tests/casework: by her to whom it is proposed",
    "decline_hand_over": "tests/casework: the same",
    "end_exception": "tests/casework: of one that stands",
}


@pytest.fixture
def values(house):
    """What stands in a path or an answer in place of a name in capitals."""
    people = {role.name: str(member.user_id) for role, member in house.norte.people.items()}
    return {**COMMON, **house.norte.codes, **people}


def filled(form: Form | None, answers, values) -> dict[str, object]:
    """What a browser would send: what stands in the form, with these answers in their places."""
    given = {
        name: [values.get(each, each) for each in answer]
        if isinstance(answer, list)
        else values.get(answer, answer)
        for name, answer in answers.items()
    }
    return {**(form.data if form else {}), **given}


def sent(house, as_, values, deed):
    """The answer to the deed's form, with what it left on the trail."""
    member = house.norte[deed.role]
    walker = Walker(as_(member), member, watches_tables=True)
    page_path, action = (
        matrix.PLACEHOLDER.sub(lambda kind: values[kind[0]], path)
        for path in (deed.page, deed.action or deed.page)
    )
    page = page_in(walker.visit("GET", page_path).response)
    form = next((form for form in page.forms if form.action == action), None)
    return walker.visit("POST", action, filled(form, deed.answers, values))


def test_each_deed_leaves_one_entry_that_names_it_and_who_did_it(house, as_, values):
    for deed in DEEDS:
        visit = sent(house, as_, values, deed)
        assert visit.answer == "sigue", deed
        entries = [entry for entry in visit.entries if entry.event == Event.DEED]
        assert [entry.deed for entry in entries] == [deed.name], deed
        entry = entries[0]
        member = house.norte[deed.role]
        assert (entry.actor_name, entry.actor_role) == (member.user.email, member.role), deed
        assert entry.partner_id == house.norte.partner.id, deed
        assert entry.outcome == "done", deed
        assert {each.cid for each in visit.entries} == {entry.cid}, deed
        assert visit.unattributed == [], deed


def test_every_deed_of_the_program_is_walked_here_or_proved_elsewhere():
    walked = {deed.name for deed in DEEDS}
    assert set(named_deeds()) == walked | set(ELSEWHERE)


@pytest.mark.parametrize("deed", ELSEWHERE)
def test_a_deed_proved_elsewhere_is_named_by_a_test_there(deed):
    folder = settings.BASE_DIR / ELSEWHERE[deed].partition(":")[0]
    assert [test for path in folder.rglob("test_*.py") for test in those_naming(deed, path)]


def those_naming(deed, path):
    """The tests of a file in which the deed stands, word for word."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        words = {each.value for each in ast.walk(node) if isinstance(each, ast.Constant)}
        if deed in words and getattr(node, "name", "").startswith("test_"):
            yield node.name


def test_every_deed_has_its_words_on_the_trail_page():
    assert set(named_deeds()) - set(WORDS) == set()
    assert set(WORDS) - set(named_deeds()) - set(LOOKS) == set()


# Not deeds of a page, but named in the same column: somebody looked, printed, searched, loaded.
LOOKS = {
    "show_attachment",
    "hand_out_copy",
    "hand_out_original",
    "see_session_without_note",
    "enter_restricted_case",
    "enter_shared_case",
    "print_access_sheet",
    "look_at_trail",
    "look_at_totals",
    "print_letter",
    "search_cases",
    "look_for_duplicates",
    "load_institutions",
}


def named_deeds():
    """The names that the program's actions give to what they do."""
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and (name := deed_in(node)) and name not in LOOKS:
                    yield name


def deed_in(call: ast.Call) -> str:
    """The deed that a call writes down, if it does."""
    function = ast.unparse(call.func)
    if not function.rpartition(".")[2].lstrip("_").startswith(("record", "tell")):
        return ""
    given = [word.value for word in call.keywords if word.arg == "deed"]
    first = call.args[:1] if "record_about" not in function else []
    texts = [part.value for part in (*given, *first) if isinstance(part, ast.Constant)]
    return next((text for text in texts if isinstance(text, str)), "")
