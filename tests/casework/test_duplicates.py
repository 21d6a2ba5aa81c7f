"""Is she known already? Asked inside one's own partner, before a second case is made."""

from datetime import date

import pytest

from audit.models import TrailEntry
from casework.duplicates import Reason, Traces, find
from casework.models import Case, Survivor
from tests.casework.test_intake_opening import QUICK
from tests.casework.told import SURVIVOR, TOLD, a_case, begin, intake_at, keys_of, open_case, tell
from tests.plugins.cast import deeds, entries

NO_ROWS = {"dependants-TOTAL_FORMS": "0", "dependants-INITIAL_FORMS": "0"}


@pytest.fixture
def ana(cast, as_):
    return as_(cast.ana)


@pytest.fixture
def known(ana):
    """María Elena Quispe Mamani, of El Alto, who has a case."""
    return a_case(ana)


def reasons_for(member, **traces) -> set[Reason]:
    with keys_of(member) as staff:
        found = find(staff, Traces(**traces))
    return {reason for match in found for reason in match.reasons}


@pytest.mark.parametrize(
    ("traces", "why"),
    [
        ({"name": "Maria Kispe"}, {Reason.NAME}),
        ({"name": "Mamany Elena"}, {Reason.NAME}),
        ({"name": "Elena", "municipality": "020105"}, {Reason.NAME}),
        ({"name": "María", "born": date(1990, 11, 24)}, {Reason.NAME, Reason.BIRTH_DATE}),
        ({"name": "María Quispe", "born": date(1991, 6, 1)}, {Reason.NAME, Reason.BIRTH_DATE}),
        ({"card": "4567890"}, {Reason.CARD}),
        ({"phone": "71234567"}, {Reason.PHONE}),
    ],
)
def test_she_is_found_by_whatever_points_at_her(cast, known, traces, why):
    assert reasons_for(cast.ana, **traces) == why


@pytest.mark.parametrize(
    "traces",
    [
        {},
        {"name": "Elena"},
        {"name": "Elena", "municipality": "010101"},
        {"name": "Rosa Quispe"},
        {"name": "María Quisbert"},
        {"name": "Elena", "born": date(1970, 1, 1)},
        {"card": "4567891"},
        {"phone": "71234568"},
    ],
)
def test_somebody_else_is_not(cast, known, traces):
    assert reasons_for(cast.ana, **traces) == set()


def test_no_number_but_hers_finds_her_though_digests_are_shared(cast, known):
    found = [n for n in range(71_234_000, 71_235_000) if reasons_for(cast.ana, phone=str(n))]
    assert found == [71_234_567]


def test_nobody_is_found_in_another_partner(cast, known):
    hers = {"name": "María Quispe", "card": "4567890", "phone": "71234567"}
    assert reasons_for(cast.ana, **hers)
    assert reasons_for(cast.sonia, **hers) == set()


def test_day_and_month_exchanged_are_near(cast, ana):
    a_case(ana, survivor={**SURVIVOR, "birth_date": "03/04/1990"})
    assert Reason.BIRTH_DATE in reasons_for(cast.ana, name="Elena", born=date(1990, 4, 3))


def test_a_phone_is_the_same_however_it_is_written():
    assert (
        Traces.of({}, {"phone": "+591 712-34567"}).phone
        == Traces.of({}, {"phone": "71234567"}).phone
    )


def test_looking_opens_no_file_of_those_who_are_only_compared(cast, known):
    before = len(entries("read"))
    assert reasons_for(cast.ana, name="María Quispe", card="4567890", born=date(1990, 11, 24))
    assert len(entries("read")) == before


# --- on the way to a case -------------------------------------------------------------------------


@pytest.fixture
def again(ana, known):
    """The address of a second intake in which the same was told."""
    address = begin(ana)
    tell(ana, address, **TOLD)
    return address


def test_no_second_case_is_made_before_somebody_looked(ana, again):
    answer = ana.post(f"{again}abrir/")
    assert answer["Location"] == f"{again}coincidencias/"
    assert Case.objects.count() == 1


def test_the_page_shows_as_much_as_a_list_does(ana, again, known):
    shown = ana.get(f"{again}coincidencias/").content.decode()
    for word in (known.code, "M. Q.", "El Alto", "Mismo documento", "Mismo teléfono"):
        assert word in shown
    for secret in ("María", "Quispe", "4567890", "712-34567"):
        assert secret not in shown


def test_somebody_else_gets_a_case_of_her_own(ana, again):
    ana.post(f"{again}coincidencias/", {"other": "yes"})
    open_case(ana, again)
    assert Survivor.objects.count() == 2


def test_the_same_woman_gets_another_case_and_stays_one_woman(ana, again, known, cast):
    ana.post(f"{again}coincidencias/", {"same": known.code})
    assert "M. Q." in ana.get(again).content.decode()
    second = open_case(ana, again)
    assert second.survivor_id == known.survivor_id
    assert Survivor.objects.count() == 1
    assert "recognise" in deeds()
    with keys_of(cast.ana):
        assert [each.name for each in known.survivor.dependants.all()] == ["Juanito"]
        assert second.survivor.identity_document["number"] == "4567890"


def test_what_was_known_of_her_stays_unless_she_says_otherwise(ana, known, cast):
    address = begin(ana)
    tell(ana, address, **{**TOLD, "survivor": {**NO_ROWS, "zone": "Ciudad Satélite"}})
    ana.post(f"{address}coincidencias/", {"same": known.code})
    woman = open_case(ana, address).survivor
    with keys_of(cast.ana):
        assert woman.zone == "Ciudad Satélite"
        assert woman.first_surname == "Quispe"
        assert woman.birth_date.isoformat() == "1990-11-24"


def test_whoever_tells_another_name_has_to_look_again(ana, again):
    ana.post(f"{again}coincidencias/", {"other": "yes"})
    assert intake_at(again).duplicates_seen_at
    ana.post(f"{again}survivor/", {"version": "1", **SURVIVOR})
    assert intake_at(again).duplicates_seen_at is None


def test_a_case_of_another_partner_cannot_be_said_to_be_hers(ana, again, cast, as_):
    theirs = a_case(as_(cast.sonia))
    assert ana.post(f"{again}coincidencias/", {"same": theirs.code}).status_code == 404
    assert intake_at(again).survivor_id is None
    assert ana.post(f"{again}coincidencias/", {"same": "\0"}).status_code == 404


def test_a_quick_case_waits_for_the_look_too(ana, known):
    shown = ana.post("/casos/nuevo/rapida/", QUICK).content.decode()
    assert known.code in shown
    assert "Él está en la puerta." in shown
    assert Case.objects.count() == 1
    ana.post("/casos/nuevo/rapida/", {**QUICK, "seen": [known.code]})
    assert Case.objects.count() == 2


def test_having_looked_at_one_is_not_having_looked_at_another(ana, known):
    ana.post("/casos/nuevo/rapida/", {**QUICK, "seen": ["7KMQ-2XRD"]})
    assert Case.objects.count() == 1


def test_the_trail_says_that_she_looked_and_never_for_what(ana, again):
    ana.get(f"{again}coincidencias/")
    looked = TrailEntry.objects.filter(deed="look_for_duplicates").latest("id")
    assert looked.event == "searched"
    assert looked.details == {"found": 1}
    assert looked.changes is None
