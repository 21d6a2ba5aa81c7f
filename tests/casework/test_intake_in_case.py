"""The sections of an intake, completed and corrected after the case was opened."""

from datetime import timedelta

import pytest

from audit.models import TrailEntry
from casework.actions.case_section import change_section, read_section
from casework.models import Case, Consent, Dependant, Incident, Need, RiskAssessment, SafeContact
from casework.models.consent import ConsentPurpose
from tests.casework.test_intake_opening import QUICK
from tests.casework.told import (
    CONSENT,
    INCIDENTS,
    NEEDS,
    RISK,
    SAFE_CONTACT,
    SURVIVOR,
    TOLD,
    a_case,
    keys_of,
)
from tests.plugins.cast import deeds

SECTIONS = list(TOLD)


@pytest.fixture
def ana(cast, as_):
    return as_(cast.ana)


@pytest.fixture
def case(ana):
    return a_case(ana)


def version_of(member, case, section: str) -> str:
    with keys_of(member):
        return read_section(Case.objects.get(pk=case.pk), section).version


@pytest.fixture
def change(cast):
    """Send a section of a case as this browser shows it now."""

    def sent(client, case, section, fields, version=None):
        version = version_of(cast.ana, case, section) if version is None else version
        return client.post(f"/casos/{case.code}/datos/{section}/", {"version": version, **fields})

    return sent


@pytest.mark.parametrize("section", SECTIONS)
def test_what_is_known_is_shown_in_the_form(ana, case, section):
    shown = ana.get(f"/casos/{case.code}/datos/{section}/").content.decode()
    told = {"risk": {}}.get(section, TOLD[section])
    for value in told.values():
        if isinstance(value, str) and len(value) > 3:
            assert value in shown


@pytest.mark.parametrize("section", SECTIONS)
def test_a_change_is_one_deed(ana, case, change, section, everything_attributed):
    assert change(ana, case, section, TOLD[section]).status_code == 302
    entry = TrailEntry.objects.get(deed="change_section")
    assert entry.subject_id == case.id
    assert entry.details == {"section": section}


@pytest.mark.parametrize("section", ["consent", "survivor", "safe_contact", "incidents", "needs"])
def test_saving_what_was_shown_changes_no_answer(ana, case, change, cast, section):
    with keys_of(cast.ana):
        before = read_section(case, section).answers
    change(ana, case, section, TOLD[section])
    with keys_of(cast.ana):
        after = read_section(Case.objects.get(pk=case.pk), section).answers
    for row in [*before.get("dependants", []), *before.get("incidents", [])]:
        row.pop("key")
    for row in [*after.get("dependants", []), *after.get("incidents", [])]:
        row.pop("key")
    for answers in (before, after):
        for incident in answers.get("incidents", []):
            for perpetrator in incident["perpetrators"]:
                perpetrator.pop("key")
    assert after == before


def test_a_consent_taken_back_is_withdrawn_and_the_no_stands_beside_it(ana, case, change):
    change(ana, case, "consent", {**CONSENT, "purposes": ["services"]})
    first, second = Consent.objects.filter(purpose="referral_justice").order_by("id")
    assert first.is_granted
    assert first.withdrawn_at is not None
    assert not second.is_granted
    assert second.withdrawn_at is None
    assert Consent.objects.filter(purpose="services").count() == 1


def test_a_new_name_is_found_and_the_old_one_is_not(ana, case, change):
    change(ana, case, "survivor", {**SURVIVOR, "first_surname": "Condori"})
    for text, is_found in (("Kondori", True), ("Quispe", False)):
        answer = ana.post("/casos/buscar/", {"query": text}).content.decode()
        assert (f"/casos/{case.code}/" in answer) is is_found


def test_a_new_number_is_found_and_the_old_one_is_not(ana, case, change):
    change(ana, case, "safe_contact", {**SAFE_CONTACT, "phone": "76543210"})
    for text, is_found in (("76543210", True), ("71234567", False)):
        answer = ana.post("/casos/buscar/", {"query": text}).content.decode()
        assert (f"/casos/{case.code}/" in answer) is is_found


def test_where_she_lives_now_is_where_the_case_is(ana, case, change):
    change(ana, case, "survivor", {**SURVIVOR, "municipality": "Sucre, Chuquisaca"})
    case.refresh_from_db()
    assert case.municipality == "010101"


def test_an_age_that_was_told_grows_with_the_calendar_until_another_is_told(
    ana, cast, time_machine
):
    case = a_case(ana, survivor={**SURVIVOR, "birth_date": "", "age": "30"})
    told_on = case.survivor.age_known_on
    time_machine.move_to(told_on + timedelta(days=2 * 366))
    with keys_of(cast.ana) as staff:
        shown = read_section(case, "survivor")
        assert shown.answers["age"] == 32
        change_section(case, "survivor", shown.answers, version=shown.version, by=staff)
        assert Case.objects.get(pk=case.pk).survivor.age_known_on == told_on
        told = {**shown.answers, "age": 40}
        change_section(case, "survivor", told, version="2", by=staff)
    assert Case.objects.get(pk=case.pk).survivor.age_known_on > told_on


def test_rows_are_corrected_added_and_taken_away_in_place(ana, case, change, cast):
    juanito = Dependant.objects.get()
    rows = {
        "dependants-TOTAL_FORMS": "2",
        "dependants-INITIAL_FORMS": "1",
        "dependants-0-key": str(juanito.id),
        "dependants-0-name": "Juan",
        "dependants-1-name": "Eva",
    }
    change(ana, case, "survivor", {**SURVIVOR, **rows})
    with keys_of(cast.ana):
        told = {each.id: each.name for each in Dependant.objects.all()}
    assert told[juanito.id] == "Juan"
    assert set(told.values()) == {"Juan", "Eva"}
    change(ana, case, "survivor", {**SURVIVOR, **rows, "dependants-0-DELETE": "on"})
    assert not Dependant.objects.filter(id=juanito.id).exists()


@pytest.mark.parametrize("key", ["of another case", "0", "\u2066", "x" * 40])
def test_a_row_of_another_case_is_out_of_reach(ana, case, change, cast, key):
    other = a_case(
        ana,
        survivor={**SURVIVOR, "first_surname": "Vargas", "identity_card": ""},
        safe_contact={"she_will_contact_us": "on"},
    )
    theirs = Incident.objects.get(case=other)
    key = str(theirs.id) if key == "of another case" else key
    sent = {**INCIDENTS, "incidents-0-key": key, "incidents-0-narrative": "Otra cosa."}
    change(ana, case, "incidents", sent)
    theirs.refresh_from_db()
    with keys_of(cast.ana):
        assert theirs.narrative == "La amenazó delante de la wawa."
    assert Incident.objects.filter(case=other).count() == 1


def test_one_more_row_is_given_without_scripts_and_nothing_is_saved(ana, case, change):
    answer = change(ana, case, "survivor", {**SURVIVOR, "zone": "Río Seco", "add": "dependants"})
    assert 'name="dependants-2-name"' in answer.content.decode()
    assert "Río Seco" in answer.content.decode()
    assert "change_section" not in deeds()


def test_a_need_no_longer_named_was_met_and_one_named_again_is_open(ana, case, change):
    change(ana, case, "needs", {**NEEDS, "kinds": ["legal", "shelter"]})
    needs = {need.kind: need.met_on for need in Need.objects.all()}
    assert needs["safety"] is not None
    assert needs["legal"] is needs["shelter"] is None
    change(ana, case, "needs", {**NEEDS, "kinds": ["safety"]})
    assert Need.objects.get(kind="safety").met_on is None


# --- risk -----------------------------------------------------------------------------------------


def test_every_judgement_of_the_risk_is_kept(ana, case, change):
    change(ana, case, "risk", {"level": "extreme", "reason": "Consiguió un arma."})
    case.refresh_from_db()
    assert case.risk_level == "extreme"
    assert [each.level for each in RiskAssessment.objects.order_by("id")] == ["high", "extreme"]


@pytest.mark.parametrize(
    ("somebody", "level", "is_allowed"),
    [
        ("ana", "low", True),
        ("susi", "low", True),
        ("paula", "extreme", True),
        ("paula", "high", True),
        ("paula", "low", False),
    ],
)
def test_anybody_raises_the_risk_and_only_who_knows_the_case_lowers_it(
    case, change, cast, as_, somebody, level, is_allowed
):
    client = as_(getattr(cast, somebody))
    answer = change(client, case, "risk", {"level": level, "reason": "Así lo veo."})
    case.refresh_from_db()
    if is_allowed:
        assert answer.status_code == 302
        assert case.risk_level == level
    else:
        assert "Solo quien lleva el caso" in answer.content.decode()
        assert case.risk_level == "high"


# --- two people -----------------------------------------------------------------------------------


@pytest.mark.parametrize("section", SECTIONS)
def test_two_people_at_once_are_told_and_nobodys_text_is_lost(
    ana, case, change, cast, as_, section
):
    shown_to_both = version_of(cast.ana, case, section)
    hers = {
        "consent": {**CONSENT, "purposes": ["services"]},
        "safe_contact": {**SAFE_CONTACT, "hours": "de 8 a 10"},
        "survivor": {**SURVIVOR, "zone": "Río Seco"},
        "incidents": {**INCIDENTS, "incidents-0-place_detail": "el mercado"},
        "risk": {"level": "extreme", "reason": "Volvió anoche."},
        "needs": {**NEEDS, "kinds": ["shelter"]},
    }[section]
    mine = {**TOLD[section], "notes": "Mío", "hours": "Mío", "zone": "Mío", "reason": "Mío"}
    mine |= {"incidents-0-place_detail": "Mío", "immediate_notes": "Mío"}
    assert change(as_(cast.paula), case, section, hers, shown_to_both).status_code == 302
    shown = change(ana, case, section, mine, shown_to_both).content.decode()
    assert "Otra persona guardó cambios" in shown
    assert "Lo que está guardado ahora" in shown
    assert "Mío" in shown
    assert change(ana, case, section, mine).status_code == 302


# --- closed, strange, quick -----------------------------------------------------------------------


@pytest.mark.parametrize("section", SECTIONS)
def test_a_closed_case_is_not_changed(ana, case, change, section):
    version = {"survivor": "1", "safe_contact": "1"}.get(section, "")
    Case.objects.filter(pk=case.pk).update(stage="closed", closed_at=case.opened_at)
    for answer in (
        ana.get(f"/casos/{case.code}/datos/{section}/"),
        change(ana, case, section, TOLD[section], version),
    ):
        assert answer["Location"] == f"/casos/{case.code}/"
    assert "change_section" not in deeds()


@pytest.mark.parametrize("somebody", ["sonia", "elena", "rita", "teo"])
@pytest.mark.parametrize("section", ["survivor", "risk"])
def test_who_does_not_work_on_the_case_neither_sees_nor_changes_it(
    case, change, cast, as_, somebody, section
):
    client = as_(getattr(cast, somebody))
    assert client.get(f"/casos/{case.code}/datos/{section}/").status_code == 404
    assert change(client, case, section, RISK).status_code == 404
    assert "change_section" not in deeds()


def test_a_section_that_does_not_exist_is_refused(ana, case):
    assert ana.get(f"/casos/{case.code}/datos/religion/").status_code == 404


@pytest.mark.parametrize("section", SECTIONS)
def test_what_cannot_be_kept_is_answered_beside_the_field(ana, case, change, section):
    counts = {name: value for name, value in TOLD[section].items() if name.endswith("_FORMS")}
    for text in ("\0", "\u202e", "31/02/2020", "a" * 100_000):
        sent = dict.fromkeys(TOLD[section], text) | counts
        answer = change(ana, case, section, sent)
        assert answer.status_code in {200, 302}
    assert ana.get(f"/casos/{case.code}/datos/{section}/").status_code == 200


def test_what_a_quick_intake_left_is_completed_section_by_section(ana, change):
    ana.post("/casos/nuevo/rapida/", QUICK)
    case = Case.objects.get()
    left = set(case.sections_to_complete)
    for section in sorted(left):
        assert change(ana, case, section, TOLD[section]).status_code == 302
        case.refresh_from_db()
        left.discard(section)
        assert set(case.sections_to_complete) == left
    assert Consent.objects.filter(withdrawn_at=None).count() == len(ConsentPurpose)
    assert SafeContact.objects.get().version == 2
