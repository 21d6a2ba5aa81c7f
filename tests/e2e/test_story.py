"""The main job, walked by the people who do it, in a real browser."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.e2e.conftest import DESK, PHONE, Visitor

pytestmark = pytest.mark.e2e

Visit = Callable[..., Visitor]
CASE = re.compile(r"/casos/([0-9A-Z]{4}-[0-9A-Z]{4})/")
NARRATIVE = "Relato inventado de la prueba: zarzamora"
WALLED = "Nota inventada de la psicóloga: jacarandá"


def day(ahead: int = 0) -> str:
    """A day as it is typed."""
    return f"{timezone.localdate() + timedelta(days=ahead):%d/%m/%Y}"


def open_case(her: Visitor, *, name: str = "Zulema", surname: str = "Inventada") -> str:
    """The intake section by section; the code of the case it becomes."""
    her.go("/casos/nuevo/")
    her.press("Empezar")
    tasks = her.path
    sections: dict[str, dict[str, str | list[str]]] = {
        "risk": {"level": "high", "reason": "Él la busca en su trabajo."},
        "consent": {
            "purposes": ["services", "referral_protection"],
            "fact_categories": ["identity", "needs", "risk"],
            "manner": "written",
            "given_on": day(),
        },
        "safe_contact": {"phone": "60011223", "whose_phone": "hers", "is_phone_allowed": "yes"},
        "survivor": {"given_names": name, "first_surname": surname, "age": "34"},
        "incidents": {
            "incidents__0__narrative": NARRATIVE,
            "incidents__0__violence_types": ["v01_fisica"],
        },
        "needs": {"kinds": ["legal", "safety"]},
    }
    for section, answers in sections.items():
        her.go(f"{tasks}{section}/")
        her.fill(**answers)
        her.press("Guardar y seguir")
        assert her.path == tasks, her.text
    her.go(tasks)
    her.look("intake-tasks")
    her.press("Abrir el caso")
    if "coincidencias" in her.path:
        her.look("intake-duplicates")
        her.page.locator("main form button.button--primary").last.click()
        her.page.wait_for_load_state()
        if not CASE.match(her.path):
            her.go(tasks)
            her.press("Abrir el caso")
    found = CASE.match(her.path)
    assert found, her.text
    return found[1]


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_counselor_carries_a_case_from_first_contact_to_closure(visit: Visit, viewport, site):
    her = visit("counselor@norte.example", viewport=viewport)
    her.look("hoy")
    assert "Hoy" in her.text
    code = open_case(her, surname=f"Inventada{viewport['width']}")
    case = f"/casos/{code}/"
    her.look("case")
    assert "Zulema" not in her.text, "the name is masked"
    assert "Z. I." in her.text

    her.press("Mostrar nombre")
    her.page.get_by_text("Zulema Inventada").first.wait_for()

    her.go(f"{case}sesiones/nueva/")
    her.fill(kind="social", attendance="attended", mode="in_person", held_on=day())
    her.fill(note="Se conversó sobre su red de apoyo.")
    her.look("session")
    her.press("Guardar sesión")

    her.go(f"{case}seguimientos/nuevo/")
    her.fill(kind="seguimiento_tipo_llamada", due_on=day(3), what="Preguntar cómo está")
    her.look("follow-up")
    her.press("Guardar seguimiento")
    mean_it_on_a_free_day(her)
    her.go(case)
    assert "Llamada telefónica segura" in her.text

    refer(her, case)
    close_and_reopen(her, case)


def mean_it_on_a_free_day(her: Visitor) -> None:
    """A day on which offices rest is asked about once more."""
    if her.path.endswith("/nuevo/"):
        her.look("follow-up-on-a-free-day")
        her.press("Guardar seguimiento")


def refer(her: Visitor, case: str) -> None:
    """Out of reach where consent does not cover it, refused all the same; sent where it does."""
    her.go(f"{case}derivar/")
    offices = her.page.locator("select[name=office] option")
    police = offices.filter(has_text="FELCV").first.get_attribute("value")
    slim = offices.filter(has_text="SLIM").first.get_attribute("value")
    assert offices.filter(has_text="FELCV").first.is_disabled()
    her.look("referral-choices")
    offices.evaluate_all("all => all.forEach(office => { office.disabled = false })")
    her.fill(office=police, purpose="Denuncia", facts=["name"], medium="medio_derivacion_oficio")
    her.press("Ver lo que recibirán")
    assert "Su consentimiento no cubre esta derivación" in her.text
    her.look("referral-refused")
    assert her.page.input_value("textarea[name=purpose]") == "Denuncia", "nothing is lost"

    her.fill(office=slim, purpose="Patrocinio legal", facts=["name", "needs"])
    her.press("Ver lo que recibirán")
    assert "Zulema" in her.text
    assert NARRATIVE not in her.text
    her.look("referral-preview")
    her.press("Enviar")
    her.look("referral")
    assert "Enviada" in her.text
    with her.page.expect_download() as download:
        her.page.get_by_role("button", name="Carta (PDF)").click()
    assert download.value.suggested_filename.endswith(".pdf")
    her.fill(state="received", happened_on=day(), note="Sello de recepción")
    her.press("Anotar")
    assert "Recibida" in her.text
    her.go("/derivaciones/")
    her.look("referrals")


def close_and_reopen(her: Visitor, case: str) -> None:
    """Not without the checklist; then with it; and back with a reason."""
    every = [
        "safety_reviewed",
        "needs_reviewed",
        "knows_how_to_return",
        "referrals_reviewed",
        "agreed_with_her",
    ]
    her.go(f"{case}cerrar/")
    her.fill(reason="motivo_cierre_objetivos_cumplidos")
    her.press("Cerrar el caso")
    assert her.path == f"{case}cerrar/", "a closure needs its checklist"
    her.fill(checklist=every, reason="motivo_cierre_objetivos_cumplidos", note="Acordado con ella.")
    her.look("close")
    her.press("Cerrar el caso")
    assert "Cerrado" in her.text
    her.go(f"{case}reabrir/")
    her.page.locator("main form textarea").last.fill("Volvió a pedir apoyo.")
    her.look("reopen")
    her.page.locator("main form button").last.click()
    her.page.wait_for_load_state()
    her.go(case)
    assert "Cerrado" not in her.page.locator("main").inner_text().split("Historia")[0]


def test_clinical_and_legal_notes_are_walled(visit: Visit):
    counselor = visit("counselor@norte.example", viewport=DESK)
    code = open_case(counselor, surname="Amurallada")
    for who, kind in (("psychologist", "psychological"), ("legal_advisor", "legal")):
        her = visit(f"{who}@norte.example", viewport=DESK)
        her.go(f"/casos/{code}/sesiones/nueva/")
        her.fill(kind=kind, attendance="attended", mode="in_person", held_on=day(), note=WALLED)
        her.press("Guardar sesión")
        her.go(f"/casos/{code}/")
        her.page.locator("main a[href*='/sesiones/']:not([href$='nueva/'])").first.click()
        her.page.wait_for_load_state()
        session = her.path
        assert WALLED in her.text, "its author reads it"
        counselor.go(f"/casos/{code}/")
        assert {"psychological": "Psicológica", "legal": "Legal"}[kind] in counselor.text
        counselor.go(session)
        assert WALLED not in counselor.text
        counselor.look(f"walled-{kind}")


def test_a_due_follow_up_sends_one_neutral_notice_and_is_done(visit: Visit, site):
    her = visit("counselor2@norte.example", viewport=PHONE)
    code = open_case(her, surname="Recordada")
    her.go(f"/casos/{code}/seguimientos/nuevo/")
    her.fill(kind="seguimiento_tipo_llamada", due_on=day(), what="Llamar por la mañana")
    her.press("Guardar seguimiento")
    mean_it_on_a_free_day(her)
    her.go("/hoy/")
    assert code in her.text
    before = set(site.mails)
    site.work_off("casework.send_due_notices")
    fresh = [mail.read_text() for mail in site.mails if mail not in before]
    assert fresh
    for mail in fresh:
        assert "Subject: Agenda" in mail
        assert not re.search(
            r"Recordada|Zulema|violencia|caso|v.ctima|[0-9A-Z]{4}-[0-9A-Z]{4}/", mail
        )
    site_mails = len(site.mails)
    her.go(f"/casos/{code}/")
    her.page.locator("main a[href*='/seguimientos/']:not([href$='nuevo/'])").first.click()
    her.page.wait_for_load_state()
    her.look("follow-up-due")
    assert len(site.mails) == site_mails


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_supervisor_sees_who_saw_what(visit: Visit, viewport):
    counselor = visit("counselor@norte.example", viewport=DESK)
    code = open_case(counselor, surname=f"Vigilada{viewport['width']}")
    stranger = visit("counselor@sur.example", viewport=DESK)
    assert stranger.go(f"/casos/{code}/") == 404
    assert stranger.go("/casos/2222-2222/") == 404

    her = visit("supervisor@norte.example", viewport=viewport)
    her.go("/supervision/")
    her.look("supervision")
    her.go(f"/casos/{code}/quien-lo-vio/")
    her.look("who-saw")
    assert "counselor@norte.example" in her.text
    assert "Abrió el caso" in her.text
    assert "counselor@sur.example" in her.text, "what the stranger tried stands here"
    for secret in ("Zulema", "Vigilada", NARRATIVE, "60011223"):
        assert secret not in her.page.content()
    her.go("/supervision/bitacora/?outcome=refused")
    her.look("trail")
    assert "counselor@sur.example" in her.text
    assert "Abrió el caso" not in her.page.locator("ol.trail").inner_text()


def test_a_stranger_finds_nothing_by_searching(visit: Visit):
    counselor = visit("counselor@norte.example", viewport=DESK)
    code = open_case(counselor, name="Kantuta", surname="Quispe")
    counselor.go("/casos/")
    counselor.page.fill(
        "main input[type=search], main input[name=q], main form[method=post] input[type=text]",
        "kantuta kispe",
    )
    counselor.press("Buscar")
    assert code in counselor.text
    assert "kispe" not in counselor.page.url
    counselor.look("search")
    stranger = visit("counselor@sur.example", viewport=DESK)
    stranger.go("/casos/")
    stranger.page.fill(
        "main input[type=search], main input[name=q], main form[method=post] input[type=text]",
        "kantuta kispe",
    )
    stranger.press("Buscar")
    assert code not in stranger.text


@pytest.mark.parametrize(
    ("who", "pages"),
    [
        (
            "partner_admin@norte.example",
            ["/administracion/", "/administracion/catalogos/", "/directorio/"],
        ),
        ("coordinator@red.example", ["/red/"]),
        ("system_admin@red.example", ["/cuenta/"]),
        ("supervisor@norte.example", ["/hoy/", "/agenda/", "/casos/"]),
        (
            "counselor@norte.example",
            ["/casos/", "/agenda/", "/directorio/", "/casos/nuevo/rapida/", "/cuenta/"],
        ),
    ],
)
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_every_first_page_of_a_role_can_be_used_by_everybody(visit: Visit, who, pages, viewport):
    her = visit(who, viewport=viewport)
    for page in pages:
        assert her.go(page) == 200
        her.look(f"{who.partition('@')[0]}{page.replace('/', '-')}")


def test_the_intake_and_a_session_work_without_scripts(visit: Visit):
    her = visit("counselor@norte.example", has_scripts=False)
    her.go("/casos/nuevo/rapida/")
    her.page.check("main form input[type=checkbox] >> nth=0")
    her.page.check("main [name=she_will_contact_us]")
    her.page.check("main [name=level][value=medium]")
    her.page.fill("main [name=reason]", "Sin dato reciente.")
    her.press("Abrir el caso")
    if not CASE.match(her.path):
        her.page.locator("main form button.button--primary").last.click()
        her.page.wait_for_load_state()
    found = CASE.match(her.path)
    assert found, her.text
    her.go(f"/casos/{found[1]}/sesiones/nueva/")
    her.fill(kind="social", attendance="attended", mode="phone", held_on=day(), note="Breve.")
    her.press("Guardar sesión")
    her.go(f"/casos/{found[1]}/")
    assert "Social" in her.text
