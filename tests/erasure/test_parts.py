"""Erasing a part of a case: it goes with its whole history, and everything else stays readable."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from audit import tripwire
from audit.models import TrailEntry
from casework.actions.draft import DraftOf, keep_draft
from casework.models import (
    Attachment,
    Case,
    CaseDraft,
    Incident,
    Listing,
    RiskAssessment,
    SafeContact,
    SessionAddendum,
    SupportSession,
)
from casework.models.draft import Paper
from casework.models.session import SessionKind
from erasure.extents import Extent
from erasure.models import Erasure
from referrals.models import Referral
from tests.erasure.conftest import approve, ask
from tests.erasure.test_everything import everything_open, old_ciphertexts, opened  # noqa: F401
from tests.house.test_nothing_plain_at_rest import everything_in_the_tables
from tests.plugins.cases import working_as
from tests.plugins.house import held
from tests.plugins.needles import found
from vault.compartments import Compartment
from vault.models import CompartmentKey
from vault.sealed import Sealed

IN_CASE = [Extent.NARRATIVE, Extent.SAFE_CONTACT, Extent.SOCIAL_NOTES]
WALLED = [Extent.PSYCHOLOGICAL_NOTES, Extent.LEGAL_NOTES]
KIND = {
    Extent.SOCIAL_NOTES: SessionKind.SOCIAL,
    Extent.PSYCHOLOGICAL_NOTES: SessionKind.PSYCHOLOGICAL,
    Extent.LEGAL_NOTES: SessionKind.LEGAL,
}
WORKER = {Extent.PSYCHOLOGICAL_NOTES: "psychologist", Extent.LEGAL_NOTES: "legal_advisor"}


def erase(house, extent):
    case = Case.objects.get(pk=house.norte.case.pk)
    approve(ask(case, house.norte["counselor"], extent), house.norte["supervisor"])
    return case


def keys_of(case, compartment):
    rows = CompartmentKey.objects.filter(owner_id=case.pk, compartment=compartment)
    return set(rows.values_list("id", flat=True))


def read_everything(house):
    """Whatever the counselor can read of the case that no part names."""
    with working_as(house.norte["counselor"]):
        case = Case.objects.get(pk=house.norte.case.pk)
        referral = Referral.objects.get(case=case)
        return {
            "name": case.survivor.given_names,
            "risk": RiskAssessment.objects.get(case=case).reason,
            "purpose": referral.purpose,
            "packet name": referral.packet["name"],
            "perpetrator": case.allegedperpetrators.get().name,
            "consent": [each.notes for each in case.consents.order_by("id")],
            "place": Incident.objects.get(case=case).place_detail,
        }


def test_the_narrative_goes_and_what_shares_its_compartment_stays(house):
    before = read_everything(house)
    erase(house, Extent.NARRATIVE)
    assert read_everything(house) == before
    with working_as(house.norte["counselor"]):
        incident = Incident.objects.get(case=house.norte.case.pk)
        assert (incident.narrative, incident.narrative_erased_on) == ("", timezone.localdate())
        assert "narrative" not in Referral.objects.get(case=house.norte.case.pk).packet
        assert SafeContact.objects.get(case=house.norte.case.pk).phone


def test_the_safe_contact_goes_and_what_shares_its_compartment_stays(house):
    before = read_everything(house)
    erase(house, Extent.SAFE_CONTACT)
    assert read_everything(house) == before
    with working_as(house.norte["counselor"]):
        contact = SafeContact.objects.get(case=house.norte.case.pk)
        assert not any(
            getattr(contact, field.name)
            for field in contact._meta.concrete_fields
            if field.name.endswith("_sealed")
        )
        assert "safe_phone" not in Referral.objects.get(case=house.norte.case.pk).packet
        assert Incident.objects.get(case=house.norte.case.pk).narrative
    assert Listing.objects.get(survivor=house.norte.case.survivor_id).phone_digest is None


@pytest.mark.parametrize("extent", list(KIND))
def test_notes_of_one_kind_go_and_those_of_the_others_stay(house, extent):
    erase(house, extent)
    gone = SupportSession.objects.filter(case=house.norte.case.pk, kind=KIND[extent])
    assert [row.note_sealed for row in gone] == [None]
    assert [row.note_erased_on for row in gone] == [timezone.localdate()]
    kept = SupportSession.objects.filter(case=house.norte.case.pk).exclude(kind=KIND[extent])
    assert all(row.note_sealed for row in kept)
    for kind, role in (("psychological", "psychologist"), ("legal", "legal_advisor")):
        with working_as(house.norte[role]):
            for session in kept.filter(kind=kind):
                assert house.norte.woman.word in session.note
    addenda = SessionAddendum.objects.filter(case=house.norte.case.pk)
    has_gone = extent == Extent.PSYCHOLOGICAL_NOTES
    assert all((row.note_sealed is None) == has_gone for row in addenda)


@pytest.mark.parametrize("extent", [*IN_CASE, *WALLED])
def test_the_old_key_is_destroyed_and_with_it_the_history(house, everything_open, extent):  # noqa: F811
    case = house.norte.case
    compartment = {
        Extent.PSYCHOLOGICAL_NOTES: "psychological",
        Extent.LEGAL_NOTES: "legal",
    }.get(extent, "case")
    keys, before = keys_of(case, compartment), old_ciphertexts(case)
    of_it = [each for each in before if key_in(each) in keys]
    assert keys
    assert of_it
    assert opened(of_it, everything_open) == len(of_it)
    erase(house, extent)
    assert not keys & keys_of(case, compartment)
    assert opened(of_it, everything_open) == 0


def key_in(value):
    """The key that a ciphertext on the trail names."""
    return UUID(bytes=Sealed.from_text(value[3]).raw[1:17])


@pytest.mark.parametrize("extent", [*IN_CASE, *WALLED])
def test_nothing_is_written_past_the_trail(house, extent):
    erase(house, extent)
    tripwire.match(timezone.now() + timedelta(minutes=10))
    assert list(tripwire.unattributed()) == []
    assert found(list(house.norte.woman.secrets), everything_in_the_tables()) == set()


@pytest.mark.parametrize("extent", WALLED)
def test_after_notes_were_erased_new_ones_are_written_under_a_new_key(house, extent):
    erase(house, extent)
    case = Case.objects.get(pk=house.norte.case.pk)
    with working_as(house.norte[WORKER[extent]]) as staff:
        session = held(KIND[extent], case, house.norte.woman, by=staff)
        assert house.norte.woman.word in SupportSession.objects.get(pk=session.pk).note


def test_the_words_of_the_request_stay_with_the_case_and_the_case_stays_at_hand(house):
    erase(house, Extent.NARRATIVE)
    with working_as(house.norte["supervisor"]):
        done = Erasure.objects.get()
        assert (done.state, done.case_id) == ("done", house.norte.case.pk)
        assert done.words == "Pidió que no quede nada"


def test_a_draft_behind_the_same_wall_goes_too(house):
    case = Case.objects.get(pk=house.norte.case.pk)
    with working_as(house.norte["psychologist"]) as staff:
        keep_draft(
            DraftOf(case, Paper.SESSION), {"note": ["x"]}, wall=Compartment.PSYCHOLOGICAL, by=staff
        )
    draft = CaseDraft.objects.get()
    erase(house, Extent.LEGAL_NOTES)
    assert CaseDraft.objects.exists()
    erase(house, Extent.PSYCHOLOGICAL_NOTES)
    assert not CaseDraft.objects.exists()
    assert not CompartmentKey.objects.filter(owner_id=draft.pk).exists()


PAGES = {
    Extent.NARRATIVE: ("que-paso/", "El relato fue borrado el"),
    Extent.SAFE_CONTACT: ("contacto/", "Los datos de contacto fueron borrados el"),
}


@pytest.mark.parametrize("extent", list(PAGES))
def test_the_page_says_plainly_that_it_was_erased_and_when(house, as_, extent):
    path, sentence = PAGES[extent]
    client, address = as_(house.norte["counselor"]), f"/casos/{house.norte.case.code}/{path}"
    ask_page = client.post if extent == Extent.SAFE_CONTACT else client.get
    assert sentence not in ask_page(address).content.decode()
    erase(house, extent)
    assert sentence in ask_page(address).content.decode()


@pytest.mark.parametrize(
    ("extent", "code"),
    [
        (Extent.PSYCHOLOGICAL_NOTES, "SESIÓN"),
        (Extent.LEGAL_NOTES, "LEGAL"),
        (Extent.SOCIAL_NOTES, "SOCIAL"),
    ],
)
def test_the_page_of_a_session_says_that_its_note_was_erased(house, as_, extent, code):
    role = WORKER.get(extent, "counselor")
    client = as_(house.norte[role])
    address = f"/casos/{house.norte.case.code}/sesiones/{house.norte.codes[code]}/"
    assert "La nota fue borrada el" not in client.get(address).content.decode()
    erase(house, extent)
    page = client.get(address).content.decode()
    assert "La nota fue borrada el" in page
    assert house.norte.woman.word not in page


def test_of_a_part_the_trail_tells_which_and_not_what(house):
    erase(house, Extent.NARRATIVE)
    entry = TrailEntry.objects.get(deed="approve_erasure")
    assert entry.details["extent"] == "narrative"
    assert entry.details["keys"] == 1


def test_a_file_behind_the_same_wall_stays_readable(house):
    before = {}
    with working_as(house.norte["psychologist"]):
        for row in Attachment.objects.filter(case=house.norte.case.pk, wall="psychological"):
            before[row.pk] = (row.title, row.content_key)
    assert before
    erase(house, Extent.PSYCHOLOGICAL_NOTES)
    with working_as(house.norte["psychologist"]):
        rows = Attachment.objects.filter(pk__in=before)
        assert {row.pk: (row.title, row.content_key) for row in rows} == before
