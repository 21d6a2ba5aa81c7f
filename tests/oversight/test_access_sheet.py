"""The sheet a survivor is given on request: who looked at what is kept of her."""

import json

import pytest
from django.utils import timezone

from accounts.permissions import Role
from audit.models import TrailEntry
from casework.models import CaseException
from oversight.access import readings_of_case
from oversight.sheets.sheet import sheet_words
from tests.casework.test_exceptions import break_glass, newcomer, restrict
from tests.casework.test_sharing import page, share
from tests.plugins.cases import working_as
from tests.plugins.cast import deeds
from tests.plugins.house import ROSARIO, case_of


@pytest.fixture
def case(cast):
    with working_as(cast.ana) as ana:
        return case_of(ROSARIO, by=ana)


def sheet(client, case):
    return client.post(f"/casos/{case.code}/quien-lo-vio/hoja/")


def words(cast, case):
    with working_as(cast.susi) as susi:
        return sheet_words(*readings_of_case(susi, case.code))


def told_by(cast, case) -> str:
    """Everything that is set in type."""
    return json.dumps(words(cast, case), ensure_ascii=False)


def test_the_sheet_says_who_looked_in_which_role_where_when_and_why(cast, as_, case):
    as_(cast.ana).get(f"/casos/{case.code}/datos/")
    as_(cast.susi).get(f"/casos/{case.code}/que-paso/")
    answer = sheet(as_(cast.susi, fresh=True), case)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    told = told_by(cast, case)
    for part in ("Quién vio sus datos", "Ana Choque", "Susana Poma", "Centro Norte", case.code):
        assert part in told
    rows = {row[1].partition(" · ")[0]: row for row in words(cast, case)["rows"]}
    assert rows["Ana Choque"][1] == "Ana Choque · Consejera · Centro Norte"
    assert rows["Ana Choque"][3] == "trabaja con los casos de la organización"
    assert "identidad" in rows["Ana Choque"][2]
    assert rows["Susana Poma"][3] == "supervisa el trabajo de la organización"
    assert f"{timezone.localdate().year}" in rows["Ana Choque"][0]


def test_the_sheet_bears_no_name_of_hers_and_no_word_of_what_is_kept(cast, as_, case):
    as_(cast.ana).get(f"/casos/{case.code}/datos/")
    told = told_by(cast, case)
    assert "Ana Choque" in told
    for secret in ROSARIO.secrets:
        assert secret not in told
    for word in ("violencia", "víctima", "agresor"):
        assert word not in told.lower()


def test_the_sheet_tells_a_share_and_an_emergency_by_their_reason(cast, as_, case):
    share(as_(cast.ana, fresh=True), case, cast.sonia)
    page(as_(cast.sonia), CaseException.objects.get())
    carla = newcomer(cast, "Carla Inti", Role.COUNSELOR)
    restrict(as_(cast.susi), case, cast.ana)
    break_glass(as_(carla), case)
    as_(carla).get(f"/casos/{case.code}/datos/")
    as_(cast.ana).get(f"/casos/{case.code}/datos/")
    rows = {row[1].partition(" · ")[0]: row for row in words(cast, case)["rows"]}
    assert rows["Sonia Calle"][1] == "Sonia Calle · Consejera · Casa del Sur"
    assert rows["Sonia Calle"][3] == "usted consintió compartirlo: atenderla en conjunto"
    assert rows["Carla Inti"][3].startswith("acceso de emergencia")
    assert rows["Ana Choque"][3] == "es del equipo nombrado para su caso"


@pytest.mark.parametrize("who", ["ana", "paula", "elena", "sonia", "rita"])
def test_only_a_supervisor_of_hers_prints_it_and_that_is_recorded(cast, as_, case, who):
    assert sheet(as_(getattr(cast, who)), case).status_code == 404
    assert "print_access_sheet" not in deeds()
    assert sheet(as_(cast.susi), case).status_code == 403  # asked first whether it is she
    assert "print_access_sheet" not in deeds()
    assert sheet(as_(cast.susi, fresh=True), case).status_code == 200
    printed = TrailEntry.objects.get(deed="print_access_sheet")
    assert (printed.event, printed.subject_id) == ("printed", case.id)
