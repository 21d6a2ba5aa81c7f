"""What is typed on a case's forms: kept for its author alone, until it is saved or lapses."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import change_role
from accounts.permissions import Role
from audit.context import acting
from audit.models import TrailEntry
from casework.actions.draft import lapse_drafts
from casework.models import Case, CaseDraft, SessionAddendum, SupportSession
from casework.models.draft import KEPT_FOR
from tests.casework.test_sessions import NOTE, record
from tests.plugins.cases import make_case, working_as
from tests.plugins.cast import SYSTEM, deeds, entries
from vault.errors import KeyNotOpen
from vault.models import CompartmentKey

TYPED = {"kind": "psychological", "note": NOTE, "minutes": "cuarenta"}


@pytest.fixture(autouse=True)
def on_a_monday(time_machine):
    time_machine.move_to("2026-11-23T10:00:00-04:00", tick=False)


def address(case: Case, end: str = "") -> str:
    return f"/casos/{case.code}/sesiones/nueva/{end}"


def type_on(client, case, **changes):
    return client.post(address(case, "borrador/"), {**TYPED, **changes})


def page(client, case) -> str:
    return client.get(address(case)).content.decode()


def test_a_note_half_typed_is_offered_back_to_its_author_and_to_nobody_else(cast, as_, rosario):
    assert type_on(as_(cast.paula), rosario).status_code == 204
    shown = page(as_(cast.paula), rosario)
    assert NOTE in shown
    assert 'value="cuarenta"' in shown
    assert "Recuperamos lo que dejó escrito" in shown
    for other in (cast.ana, cast.lidia, cast.susi):
        assert "Recuperamos" not in page(as_(other), rosario)
        assert NOTE not in page(as_(other), rosario)
    assert NOTE not in page(as_(cast.paula), make_case(cast.ana, given_names="Julia"))
    assert not SupportSession.objects.exists()


@pytest.mark.parametrize("who", ["sonia", "elena", "rita", "teo"])
def test_nobody_outside_leaves_a_draft(cast, as_, rosario, who):
    assert type_on(as_(getattr(cast, who)), rosario).status_code == 404
    assert not CaseDraft.objects.exists()
    assert type_on(as_(cast.ana), rosario).status_code == 204
    assert CaseDraft.objects.count() == 1


@pytest.mark.parametrize(
    ("author", "kind", "wall"),
    [
        ("paula", "psychological", "psychological"),
        ("paula", "social", "case"),
        ("paula", "", "psychological"),
        ("lidia", "legal", "legal"),
        ("lidia", "psychological", "legal"),
        ("ana", "psychological", "case"),
    ],
)
def test_a_draft_stands_behind_the_wall_of_what_it_becomes(cast, as_, rosario, author, kind, wall):
    type_on(as_(getattr(cast, author)), rosario, kind=kind)
    assert CaseDraft.objects.get().wall == wall
    with working_as(getattr(cast, author)):
        assert CaseDraft.objects.get().typed["note"] == [NOTE]
    with working_as(cast.susi):
        if wall == "case":
            assert CaseDraft.objects.get().typed
        else:
            with pytest.raises(KeyNotOpen):
                _ = CaseDraft.objects.get().typed


def test_a_draft_whose_kind_changes_moves_behind_the_other_wall(cast, as_, rosario):
    client = as_(cast.paula)
    type_on(client, rosario, kind="social")
    old = CaseDraft.objects.get()
    type_on(client, rosario, kind="psychological")
    assert CaseDraft.objects.get().wall == "psychological"
    assert not CompartmentKey.objects.filter(owner_id=old.id).exists()
    assert NOTE in page(client, rosario)


def test_a_draft_goes_with_its_key_when_the_note_is_saved_and_stays_when_it_is_not(
    cast, as_, rosario
):
    client = as_(cast.paula)
    type_on(client, rosario)
    assert record(client, rosario, kind="psychological", minutes="0").status_code == 200
    draft = CaseDraft.objects.get()
    assert CompartmentKey.objects.filter(owner_id=draft.id).count() == 1
    assert record(client, rosario, kind="psychological").status_code == 302
    assert not CaseDraft.objects.exists()
    assert not CompartmentKey.objects.filter(owner_id=draft.id).exists()
    assert "Recuperamos" not in page(client, rosario)


def test_without_a_script_a_button_keeps_the_draft(cast, as_, rosario):
    client = as_(cast.ana)
    kept = client.post(address(rosario), {"note": NOTE, "draft": "keep"}, follow=True)
    assert "Borrador guardado. Solo usted lo ve." in kept.content.decode()
    assert NOTE in kept.content.decode()
    assert not SupportSession.objects.exists()
    assert 'name="draft" value="keep"' in page(client, rosario)


def test_a_draft_is_given_up_by_its_author(cast, as_, rosario):
    type_on(as_(cast.ana), rosario)
    as_(cast.susi).post(address(rosario), {"draft": "forget"})
    assert CaseDraft.objects.count() == 1
    as_(cast.ana).post(address(rosario), {"draft": "forget"})
    assert not CaseDraft.objects.exists()
    assert deeds().count("forget_draft") == 2


def test_a_draft_lapses_after_a_week_and_a_younger_one_does_not(cast, as_, rosario, time_machine):
    type_on(as_(cast.paula), rosario)
    time_machine.shift(KEPT_FOR)
    type_on(as_(cast.ana), rosario)
    assert lapse_drafts(timezone.now()) == 0
    assert NOTE in page(as_(cast.paula), rosario)
    time_machine.shift(timedelta(seconds=1))
    assert NOTE not in page(as_(cast.paula), rosario)
    assert lapse_drafts(timezone.now()) == 1
    kept = CaseDraft.objects.get()
    assert kept.created_by_id == cast.ana.user_id
    assert entries("keys_opened")[-1].reason == "lapse_drafts"


def test_a_closed_case_takes_no_draft(cast, as_, rosario):
    rosario.closed_at, rosario.stage = timezone.now(), "closed"
    with working_as(cast.ana):
        rosario.save()
    assert type_on(as_(cast.ana), rosario).status_code == 409
    assert not CaseDraft.objects.exists()


def test_nothing_typed_keeps_nothing(cast, as_, rosario):
    client = as_(cast.ana)
    type_on(client, rosario)
    assert client.post(address(rosario, "borrador/"), {"note": ""}).status_code == 204
    assert not CaseDraft.objects.exists()


def test_a_role_that_is_changed_takes_its_drafts_out_of_sight(cast, as_, rosario):
    type_on(as_(cast.paula), rosario)
    with acting(SYSTEM):
        change_role(cast.paula, role=Role.COUNSELOR, by=SYSTEM)
    assert NOTE not in page(as_(cast.paula), rosario)


def test_an_addendum_half_typed_is_its_authors_only(cast, as_, rosario):
    record(as_(cast.paula), rosario, kind="psychological")
    session = SupportSession.objects.get()
    of_session = f"/casos/{rosario.code}/sesiones/{session.code}/"
    assert as_(cast.ana).post(of_session + "borrador/", {"note": "x"}).status_code == 404
    assert entries("refused")[-1].reason == "not_her_session"
    client = as_(cast.paula)
    assert client.post(of_session + "borrador/", {"note": "níspero"}).status_code == 204
    assert "níspero" in client.get(of_session).content.decode()
    assert "níspero" not in as_(cast.ana).get(of_session).content.decode()
    assert client.post(of_session, {"note": "níspero"}).status_code == 302
    assert SessionAddendum.objects.count() == 1
    assert not CaseDraft.objects.exists()


def test_hoy_leads_back_to_what_its_author_left_half_typed(cast, as_, rosario):
    type_on(as_(cast.ana), rosario)
    hers, anothers = (
        as_(member).get("/hoy/").content.decode() for member in (cast.ana, cast.lidia)
    )
    assert f'href="{address(rosario)}"' in hers
    assert "Lo que dejó a medio escribir" in hers
    assert address(rosario) not in anothers


def test_what_was_typed_stands_nowhere_in_the_trail(cast, as_, rosario):
    type_on(as_(cast.paula), rosario)
    assert "membrillo" not in str(list(TrailEntry.objects.values()))
