"""Erasing all of a survivor, and what is left: the fact, and numbers."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import Partner
from audit import tripwire
from audit.models import TrailEntry
from audit.refusals import Refused
from casework.actions.draft import DraftOf, keep_draft
from casework.actions.intake import recognise
from casework.actions.opening import open_case
from casework.models import (
    Attachment,
    Case,
    CaseDraft,
    CaseMember,
    Consent,
    Incident,
    Intake,
    Listing,
    Survivor,
)
from casework.models.draft import Paper
from erasure.actions.asking import decline_erasure, take_back_erasure
from erasure.actions.holding import end_hold, place_hold
from erasure.errors import AskedAlready, DecidedAlready, HeldByLaw, OwnRequest
from erasure.models import ErasedCase, Erasure, LegalHold
from erasure.rows import rows_of
from oversight.numbers import totals_of
from referrals.models import Referral
from tests.erasure.conftest import approve, ask
from tests.house.test_nothing_plain_at_rest import everything_in_the_tables
from tests.plugins.cases import working_as
from tests.plugins.house import closed_case, told_intake
from tests.plugins.needles import found
from vault.compartments import Compartment
from vault.errors import VaultError
from vault.keychain import Scope, keychain, open_keys
from vault.models import CompartmentKey
from vault.sealed import Sealed


@pytest.fixture
def everything_open(house):
    """Every key that the installation has."""
    partners = {partner.pk: frozenset(Compartment) for partner in Partner.objects.all()}
    return Scope("test", partners, restricted=frozenset(partners))


def ids_of_hers(case):
    return {str(row.pk) for row in rows_of(case.survivor)}


def test_all_her_rows_and_keys_are_gone_and_another_womans_are_not(house):
    case = Case.objects.get(pk=house.norte.case.pk)
    rows, others = rows_of(case.survivor), rows_of(house.sur.case.survivor)
    assert len({type(row) for row in rows}) > 12
    approve(ask(case, house.norte["counselor"]), house.norte["supervisor"])
    for row in rows:
        assert not type(row)._base_manager.filter(pk=row.pk).exists(), row
    assert not CompartmentKey.objects.filter(owner_id__in=[row.pk for row in rows]).exists()
    for row in others:
        assert type(row)._base_manager.filter(pk=row.pk).exists(), row
    with working_as(house.sur["counselor"]):
        assert Survivor.objects.get(pk=house.sur.case.survivor_id).given_names


def test_no_row_of_any_table_names_her_survivor_case_or_keys_but_the_erasure_and_the_trail(house):
    case = Case.objects.get(pk=house.norte.case.pk)
    hers = ids_of_hers(case)
    approve(ask(case, house.norte["counselor"]), house.norte["supervisor"])
    kept = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for row in cursor.fetchall():
                words = {str(cell).replace("-", "") for cell in row}
                if words & {one.replace("-", "") for one in hers}:
                    kept.add(table)
    assert kept <= {"audit_trailentry", "audit_tripwirerow"}


def test_a_table_that_is_added_tomorrow_is_found_by_its_link(house):
    """Whatever points at a case, an intake or anything of hers is among her rows."""
    found_models = {type(row) for row in rows_of(house.norte.case.survivor)}
    wanted = {Survivor, Listing, Case, CaseMember, Consent, Incident, Referral, Intake}
    assert wanted <= found_models


def test_a_draft_and_an_intake_of_hers_go_with_their_own_keys(house):
    case = Case.objects.get(pk=house.norte.case.pk)
    with working_as(house.norte["counselor"]) as staff:
        keep_draft(DraftOf(case, Paper.SESSION), {"note": ["x"]}, wall=Compartment.CASE, by=staff)
    draft = CaseDraft.objects.get()
    approve(ask(case, house.norte["counselor"]), house.norte["supervisor"])
    assert not CaseDraft.objects.exists()
    assert not CompartmentKey.objects.filter(owner_id=draft.id).exists()
    assert not Intake.objects.filter(case=case.pk).exists()


def test_with_every_remaining_key_open_no_old_ciphertext_of_hers_opens(house, everything_open):
    case = Case.objects.get(pk=house.norte.case.pk)
    before = old_ciphertexts(case)
    assert len(before) > 20
    assert opened(before, everything_open) > 20
    approve(ask(case, house.norte["counselor"]), house.norte["supervisor"])
    assert opened(before, everything_open) == 0
    assert opened(old_ciphertexts(house.sur.case), everything_open) > 20


def old_ciphertexts(case):
    """Every sealed value that the trail holds of her, with the owner and place it was bound to."""
    subjects = {row.pk for row in rows_of(case.survivor)}
    entries = TrailEntry.objects.filter(subject_id__in=subjects, changes__isnull=False)
    values = []
    for entry in entries.select_related("content_type"):
        model = entry.content_type.model_class()
        for name, pair in entry.changes.items():
            if not isinstance(pair, list) or not name.endswith("_sealed"):
                continue
            values += [(model, entry, name, text) for text in pair if text.startswith("sealed:")]
    return values


def opened(values, scope):
    """How many of these open with the keys in scope."""
    count = 0
    with open_keys(scope):
        for model, entry, name, text in values:
            sealed, opening = Sealed.from_text(text), model._meta.get_field(name).opening
            for code in Compartment:
                owners = {entry.subject_id, UUID(entry.object_pk)}
                for owner in owners:
                    ids = (entry.partner_id, UUID(entry.object_pk), owner)
                    try:
                        keychain().open_value(opening.place, code.value, ids, sealed, "x")
                    except VaultError:
                        continue
                    count += 1
    return count


def test_the_trail_keeps_who_asked_who_approved_and_which_case_and_never_what(house, erased):
    entry = TrailEntry.objects.filter(deed="approve_erasure").get()
    counselor, supervisor = house.norte["counselor"], house.norte["supervisor"]
    assert entry.actor_name == supervisor.user.email
    assert entry.details["asked_by"] == str(counselor.user_id)
    assert entry.details["case"] == house.norte.case.code
    assert entry.details["extent"] == "everything"
    gone = TrailEntry.objects.filter(event="deleted", reason="erase_survivor")
    assert gone.count() > 20
    assert not any(entry.changes for entry in gone)
    kept = Erasure.objects.get()
    assert (kept.case_id, kept.words_sealed, kept.case_code) == (None, None, house.norte.case.code)


def test_every_row_that_went_has_its_entry(house, erased):
    tripwire.match(timezone.now() + timedelta(minutes=10))
    assert list(tripwire.unattributed()) == []


def test_no_planted_word_of_hers_is_anywhere_after_the_erasure(house, erased):
    assert found(list(house.norte.woman.secrets), everything_in_the_tables()) == set()


def test_what_can_be_counted_is_kept_in_months_and_codes_with_no_way_back(house):
    case = Case.objects.get(pk=house.norte.case.pk)
    approve(ask(case, house.norte["counselor"]), house.norte["supervisor"])
    kept = ErasedCase.objects.get()
    assert kept.opened_month == timezone.localdate(case.opened_at).replace(day=1)
    assert kept.municipality == "020101"
    assert kept.violence_types == ["v01_fisica"]
    assert kept.highest_risk == "high"
    assert kept.sessions == {"legal": 1, "psychological": 1, "social": 1}
    assert kept.referrals == {"mun_slim:sent": 1}
    assert kept.code != case.code
    assert kept.id.version == 4
    assert not TrailEntry.objects.filter(object_pk=str(kept.pk)).exists()


def test_months_and_no_days_are_held_by_the_database(house, erased):
    kept = ErasedCase.objects.get()
    kept.opened_month = kept.opened_month.replace(day=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        kept.save()


def test_the_networks_totals_stay_true(house):
    partners = Partner.objects.filter(pk=house.norte.partner.pk)
    for _ in range(4):  # enough to be shown as a number
        with working_as(house.norte["counselor"]) as staff:
            closed_case(by=staff)
    before = dict_of(totals_of(partners))
    approve(ask(house.norte.case, house.norte["counselor"]), house.norte["supervisor"])
    assert dict_of(totals_of(partners)) == before


def dict_of(totals):
    """What was opened this year: an erased case is open no more, and was opened all the same."""
    [(_name, numbers)] = totals
    return numbers[1].shown


def test_the_case_answers_like_one_that_never_was(house, erased, as_):
    client = as_(house.norte["counselor"])
    assert client.get(f"/casos/{house.norte.case.code}/").status_code == 404
    assert client.get("/casos/").status_code == 200
    assert client.get("/hoy/").status_code == 200


# --- two people -------------------------------------------------------------------------------


def test_nothing_goes_when_one_person_asks(house):
    ask(house.norte.case, house.norte["counselor"])
    assert Case.objects.filter(pk=house.norte.case.pk).exists()
    with working_as(house.norte["counselor"]):
        assert Survivor.objects.get(pk=house.norte.case.survivor_id).given_names


def test_nobody_approves_what_she_asked_for_herself(house):
    asked = ask(house.norte.case, house.norte["supervisor"])
    with pytest.raises(OwnRequest):
        approve(asked, house.norte["supervisor"])
    with working_as(house.norte["supervisor"]) as staff, pytest.raises(OwnRequest):
        decline_erasure(asked, words="No", by=staff)
    assert Case.objects.filter(pk=house.norte.case.pk).exists()


def test_the_database_refuses_that_one_person_asked_and_decided(house):
    asked = ask(house.norte.case, house.norte["supervisor"])
    asked.state, asked.decided_at, asked.decided_by = "done", timezone.now(), asked.asked_by
    with (
        pytest.raises(IntegrityError, match="nobody_decides_the_erasure_she_asked_for"),
        transaction.atomic(),
    ):
        asked.save()


def test_the_database_refuses_that_nobody_decided(house):
    asked = ask(house.norte.case, house.norte["counselor"])
    asked.state, asked.decided_at = "done", timezone.now()
    with (
        pytest.raises(IntegrityError, match="erasure_is_done_by_two_people_or_by_a_rule"),
        transaction.atomic(),
    ):
        asked.save()


def test_whoever_may_not_decide_is_refused(house):
    asked = ask(house.norte.case, house.norte["counselor"])
    for role in ("psychologist", "partner_admin"):
        with pytest.raises(Refused):
            approve(asked, house.norte[role])
    with pytest.raises(Refused):
        approve(asked, house.sur["supervisor"])
    assert Case.objects.filter(pk=house.norte.case.pk).exists()


def test_a_declined_request_says_why_and_is_over(house):
    asked = ask(house.norte.case, house.norte["counselor"])
    with working_as(house.norte["supervisor"]) as staff:
        decline_erasure(asked, words="Habló de otra cosa", by=staff)
        assert Erasure.objects.get().decision == "Habló de otra cosa"
    with pytest.raises(DecidedAlready):
        approve(asked, house.norte["supervisor"])
    assert Case.objects.filter(pk=house.norte.case.pk).exists()


def test_a_request_is_taken_back_by_whoever_made_it_and_by_nobody_else(house):
    asked = ask(house.norte.case, house.norte["counselor"])
    with working_as(house.norte["psychologist"]) as staff, pytest.raises(Refused):
        take_back_erasure(asked, by=staff)
    with working_as(house.norte["counselor"]) as staff:
        take_back_erasure(asked, by=staff)
    with pytest.raises(DecidedAlready):
        approve(asked, house.norte["supervisor"])


def test_the_same_erasure_is_asked_for_once_at_a_time(house):
    ask(house.norte.case, house.norte["counselor"])
    with pytest.raises(AskedAlready):
        ask(house.norte.case, house.norte["psychologist"])


# --- a legal hold -----------------------------------------------------------------------------


def held(case, member):
    with working_as(member) as staff:
        return place_hold(
            Case.objects.get(pk=case.pk), reason="proceeding", words="Juicio", by=staff
        )


def test_a_legal_hold_stops_asking_and_approving_until_it_ends(house):
    hold = held(house.norte.case, house.norte["legal_advisor"])
    with pytest.raises(HeldByLaw):
        ask(house.norte.case, house.norte["counselor"])
    with working_as(house.norte["supervisor"]) as staff:
        end_hold(hold, by=staff)
    approve(ask(house.norte.case, house.norte["counselor"]), house.norte["supervisor"])
    assert not LegalHold.objects.exists()


def test_a_legal_hold_cancels_what_was_asked(house):
    asked = ask(house.norte.case, house.norte["counselor"])
    held(house.norte.case, house.norte["legal_advisor"])
    assert Erasure.objects.get().state == "cancelled"
    with pytest.raises(DecidedAlready):
        approve(asked, house.norte["supervisor"])
    assert Case.objects.filter(pk=house.norte.case.pk).exists()


def test_a_hold_of_one_case_keeps_the_survivor_in_all_of_hers(house):
    case = Case.objects.get(pk=house.norte.case.pk)
    other = another_case_of(case, house.norte["counselor"])
    asked = ask(other, house.norte["counselor"])
    held(case, house.norte["legal_advisor"])
    assert Erasure.objects.get(pk=asked.pk).state == "cancelled"
    with pytest.raises(HeldByLaw):
        ask(other, house.norte["counselor"])


def test_a_hold_with_a_last_day_ends_by_itself(house):
    with working_as(house.norte["legal_advisor"]) as staff:
        day = timezone.localdate() + timedelta(days=3)
        place_hold(
            Case.objects.get(pk=house.norte.case.pk),
            reason="order",
            words="",
            until_on=day,
            by=staff,
        )
    with pytest.raises(HeldByLaw):
        ask(house.norte.case, house.norte["counselor"])
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        ask(house.norte.case, house.norte["counselor"])


def test_whoever_asks_does_not_end_a_hold(house):
    hold = held(house.norte.case, house.norte["legal_advisor"])
    with working_as(house.norte["counselor"]) as staff, pytest.raises(Refused):
        end_hold(hold, by=staff)


def another_case_of(case, member):
    """A second case of the same woman."""
    with working_as(member) as staff:
        intake = told_intake(by=staff)
        recognise(intake, case=case, by=staff)
        return open_case(intake, by=staff)


def test_all_her_cases_go_together(house):
    case = Case.objects.get(pk=house.norte.case.pk)
    other = another_case_of(case, house.norte["counselor"])
    approve(ask(other, house.norte["counselor"]), house.norte["supervisor"])
    assert not Case.objects.filter(pk__in=[case.pk, other.pk]).exists()
    assert ErasedCase.objects.count() == 2


def test_her_files_go_from_the_store_when_it_is_committed(
    house, django_capture_on_commit_callbacks
):
    names = [name for row in Attachment.objects.all() for name in row.stored_names]
    hers = Attachment.objects.filter(case=house.norte.case.pk)
    gone = {name for row in hers for name in row.stored_names}
    kept = {}
    for name in gone:
        with default_storage.open(name) as file:
            kept[name] = file.read()
    assert gone
    assert all(default_storage.exists(name) for name in names)
    with django_capture_on_commit_callbacks(execute=True):
        approve(ask(house.norte.case, house.norte["counselor"]), house.norte["supervisor"])
        assert all(default_storage.exists(name) for name in names)
    assert {name for name in names if not default_storage.exists(name)} == gone
    for name, data in kept.items():  # the house stands for other tests, too
        default_storage.save(name, ContentFile(data))
