"""An intake becomes a case: with everything told, on her consent, once."""

import pytest

from audit.events import Event
from audit.models import TrailEntry
from casework.models import (
    AllegedPerpetrator,
    Case,
    CaseMember,
    Consent,
    Dependant,
    Incident,
    Intake,
    IntakeSection,
    Listing,
    Need,
    RiskAssessment,
    SafeContact,
    Survivor,
)
from casework.models.consent import ConsentPurpose
from tests.casework.told import (
    CONSENT,
    RISK,
    SAFE_CONTACT,
    SECRETS,
    TOLD,
    a_case,
    begin,
    intake_at,
    keys_of,
    open_case,
    tell,
)
from tests.plugins.cast import deeds, entries
from vault.models import CompartmentKey

QUICK = {
    "consents_to_services": "on",
    "chosen_name": "Mari Quispe",
    "phone": "71234567",
    "is_phone_allowed": "no",
    "municipality": "El Alto, La Paz",
    "violence_types": ["v01_fisica"],
    "level": "extreme",
    "reason": "Él está en la puerta.",
}


@pytest.fixture
def ana(cast, as_):
    return as_(cast.ana)


def test_a_case_holds_what_the_intake_was_told(ana, cast):
    case = a_case(ana)
    with keys_of(cast.ana):
        survivor = case.survivor
        assert survivor.full_name == "María Elena Quispe Mamani"
        assert survivor.birth_date.isoformat() == "1990-11-24"
        assert survivor.identity_document == {"kind": "tipo_documento_ci", "number": "4567890"}
        assert survivor.profile == {"languages": ["lang_002", "lang_006"]}
        assert survivor.listing.masked_name == "M. Q."
        assert [(each.name, each.age) for each in Dependant.objects.all()] == [("Juanito", 4)]
        assert SafeContact.objects.get().phone == "712-34567"
        incident = Incident.objects.get()
        assert incident.violence_types == ["v01_fisica", "v03_psicologica"]
        assert incident.narrative == "La amenazó delante de la wawa."
        assert incident.perpetrators.get().details == {"has_weapon": False}
        assert RiskAssessment.objects.get().reason == "La amenazó con un cuchillo."
        assert case.opening_notes == "Dormirá donde su hermana."
    assert survivor.municipality == case.municipality == "020105"
    assert survivor.age_band == "grupo_edad_mp_18_59"
    assert case.risk_level == "high"
    assert case.responsible_id == cast.ana.user_id
    assert CaseMember.objects.get().user_id == cast.ana.user_id
    assert {need.kind for need in Need.objects.all()} == {"safety", "legal"}
    assert not case.is_quick
    assert case.sections_to_complete == []


def test_every_purpose_she_was_asked_about_has_its_yes_or_no(ana):
    a_case(ana)
    said = {consent.purpose: consent.is_granted for consent in Consent.objects.all()}
    assert len(said) == len(ConsentPurpose)
    assert {purpose for purpose, yes in said.items() if yes} == {"services", "referral_justice"}
    assert Consent.objects.get(purpose="referral_justice").fact_categories == ["identity", "risk"]
    assert Consent.objects.get(purpose="statistics").fact_categories == []


def test_a_case_without_a_name_is_opened_too(ana, cast):
    nobody = {"dependants-TOTAL_FORMS": "0", "dependants-INITIAL_FORMS": "0"}
    case = a_case(ana, survivor=nobody)
    with keys_of(cast.ana):
        assert case.survivor.full_name == ""
        assert case.survivor.listing.masked_name == ""


def test_a_case_needs_only_consent_safe_contact_and_risk(ana):
    address = begin(ana)
    tell(ana, address, consent={"purposes": ["services"]}, safe_contact=SAFE_CONTACT, risk=RISK)
    assert open_case(ana, address)


@pytest.mark.parametrize("way", ["she_will_contact_us", "no_safe_way"])
def test_a_woman_who_cannot_be_called_gets_her_case(ana, way):
    case = a_case(ana, safe_contact={way: "on"})
    contact = case.safecontacts.get()
    assert contact.she_will_contact_us == (way == "she_will_contact_us")
    assert (contact.is_phone_allowed is False) == (way == "no_safe_way")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"consent": {"purposes": ["statistics"]}}, "Falta su consentimiento"),
        ({"consent": None}, "Faltan secciones"),
        ({"safe_contact": None}, "Faltan secciones"),
        ({"risk": None}, "Faltan secciones"),
    ],
)
def test_without_what_a_case_rests_on_none_is_opened(ana, told, sentence):
    address = begin(ana)
    needed = {"consent": CONSENT, "safe_contact": SAFE_CONTACT, "risk": RISK, **told}
    tell(ana, address, **{name: fields for name, fields in needed.items() if fields})
    answer = ana.post(f"{address}abrir/", follow=True)
    assert sentence in answer.content.decode()
    assert not Case.objects.exists()
    assert intake_at(address).finished_at is None


def test_a_draft_alone_is_no_answer(ana):
    address = begin(ana)
    tell(ana, address, consent=CONSENT, safe_contact=SAFE_CONTACT)
    ana.post(f"{address}risk/borrador/", RISK)
    assert (
        "Hay algo escrito sin guardar" in ana.post(f"{address}abrir/", follow=True).content.decode()
    )


def test_the_intake_is_over_and_what_it_held_is_noise(ana):
    address = begin(ana)
    tell(ana, address, **TOLD)
    intake = intake_at(address)
    assert CompartmentKey.objects.filter(owner_id=intake.id).exists()
    case = open_case(ana, address)
    assert not CompartmentKey.objects.filter(owner_id=intake.id).exists()
    assert not IntakeSection.objects.exists()
    assert Intake.objects.get().case == case


def test_an_intake_opens_one_case_however_often_it_is_asked_to(ana):
    address = begin(ana)
    tell(ana, address, **TOLD)
    case = open_case(ana, address)
    for path in ("", "risk/", "coincidencias/"):
        assert ana.get(address + path)["Location"] == f"/casos/{case.code}/"
    assert ana.post(f"{address}abrir/")["Location"] == f"/casos/{case.code}/"
    assert ana.post(f"{address}risk/", {"version": "1", **RISK})["Location"].endswith(
        f"{case.code}/"
    )
    assert Case.objects.count() == 1


def test_opening_is_one_deed_and_every_row_has_its_entry(ana, everything_attributed):
    case = a_case(ana)
    assert deeds().count("open_case") == 1
    entry = TrailEntry.objects.get(deed="open_case")
    assert entry.event == Event.DEED
    assert entry.subject_id == case.id
    assert entry.details == {"risk": "high", "quick": 0, "known": 0}
    made = (Survivor, Listing, Dependant, Case, CaseMember, Consent, SafeContact)
    for model in (*made, Incident, AllegedPerpetrator, RiskAssessment, Need):
        for row in model.objects.all():
            created = TrailEntry.objects.filter(event=Event.CREATED, object_pk=str(row.pk))
            assert created.count() == 1, model


def test_opening_reads_the_intake_and_nothing_else(ana):
    address = begin(ana)
    tell(ana, address, **TOLD)
    before = len(entries("read"))
    open_case(ana, address)
    assert [each.compartment for each in entries("read")[before:]] == ["intake"]


def test_nothing_told_stands_in_clear_in_the_tables_or_on_the_trail(ana):
    a_case(ana)
    columns = [
        str(value)
        for model in (Survivor, Listing, Dependant, Case, SafeContact, Incident, RiskAssessment)
        for row in model.objects.values()
        for value in row.values()
    ]
    trail = [str(entry.changes) for entry in TrailEntry.objects.exclude(changes=None)]
    everything = " ".join(columns + trail)
    assert not any(secret in everything for secret in SECRETS)


# --- the quick way --------------------------------------------------------------------------------


def test_five_answers_and_a_yes_open_a_case(ana, cast):
    answer = ana.post("/casos/nuevo/rapida/", QUICK)
    case = Case.objects.get()
    assert answer["Location"] == f"/casos/{case.code}/"
    assert case.is_quick
    assert case.risk_level == "extreme"
    assert case.municipality == "020105"
    assert case.sections_to_complete == [
        "consent",
        "safe_contact",
        "survivor",
        "incidents",
        "needs",
    ]
    assert [consent.purpose for consent in Consent.objects.all()] == ["services"]
    with keys_of(cast.ana):
        assert case.survivor.chosen_name == "Mari Quispe"
        assert SafeContact.objects.get().phone == "71234567"
    assert SafeContact.objects.get().is_phone_allowed is False
    assert Incident.objects.get().violence_types == ["v01_fisica"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"consents_to_services": ""}, "Sin su consentimiento"),
        ({"phone": ""}, "Escriba un teléfono, o marque"),
        ({"level": ""}, "Elija una opción."),
        ({"reason": ""}, "Escriba el motivo"),
        ({"reason": "\0"}, "signos invisibles"),
        ({"municipality": "Macondo"}, "No hay un municipio"),
        ({"violence_types": ["v99"]}, "Elija opciones de la lista."),
        ({"no_safe_way": "on", "is_phone_allowed": "yes"}, "corrija una"),
        ({"chosen_name": "a" * 1_000_000}, "como máximo 120"),
    ],
)
def test_a_quick_intake_without_what_a_case_rests_on_is_refused(ana, fields, sentence):
    answer = ana.post("/casos/nuevo/rapida/", QUICK | fields)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Case.objects.exists()


@pytest.mark.parametrize("somebody", ["elena", "rita", "teo"])
def test_who_opens_no_cases_opens_none_quickly(cast, as_, somebody):
    client = as_(getattr(cast, somebody))
    assert client.get("/casos/nuevo/rapida/").status_code == 404
    assert client.post("/casos/nuevo/rapida/", QUICK).status_code == 404
    assert not Case.objects.exists()


def test_the_same_form_sent_twice_opens_one_case(ana):
    key = {"submission_key": "0b0e5a3e-6f7b-4f0e-9d38-0f6a1f6a7c11"}
    first, second = (ana.post("/casos/nuevo/rapida/", QUICK | key) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1
