"""Keys are exchanged while everything stays readable, and one entry tells of it."""

import json
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.utils import timezone

from audit.context import acting
from audit.events import Event
from audit.models import TrailEntry
from casework.digests import phone_digest
from casework.duplicates import Traces, find
from casework.models import Case, Listing, SafeContact
from tests.plugins.cases import working_as
from tests.plugins.cast import SYSTEM
from vault.compartments import Compartment
from vault.errors import KeyNotOpen, Tampered
from vault.fields import Sealed
from vault.grants import Terms, grant_keys, restrict_keys
from vault.ids import new_id
from vault.keychain import Holder, Scope, keychain, open_keys
from vault.models import CompartmentKey, KeyRotation, PartnerKey
from vault.roots import keyring
from vault.rotation.values import sealed_models
from vault.seal import HEADER_SIZE
from vault.system import open_for_system, root_of, seal_for_system

pytestmark = pytest.mark.usefixtures("keyring_of_the_cast", "everything_attributed")


def rotate(*arguments: str) -> str:
    out = StringIO()
    call_command("rotate_keys", *arguments, stdout=out)
    return out.getvalue()


def headers() -> set[bytes]:
    """Which keys the values in the tables name."""
    return {
        sealed.raw[1:HEADER_SIZE]
        for model in sealed_models()
        for row in model._base_manager.all()
        for sealed in vars(row).values()
        if isinstance(sealed, Sealed)
    }


def told(case: Case, member) -> tuple:
    with working_as(member):
        found = Case.objects.select_related("survivor__listing").get(pk=case.pk)
        contact = SafeContact.objects.get(case=found)
        return (
            found.survivor.full_name,
            found.survivor.listing.masked_name,
            contact.phone,
            contact.code_word,
        )


def rotations() -> list[TrailEntry]:
    return list(TrailEntry.objects.filter(deed="rotate_keys", event=Event.DEED).order_by("id"))


def test_after_a_rotation_everything_reads_and_no_row_names_an_old_key(rosario, cast):
    before, old_keys = told(rosario, cast.ana), set(PartnerKey.objects.values_list("id", flat=True))
    old_headers = headers()
    out = rotate("--partner", "norte")
    assert told(rosario, cast.ana) == before
    assert not headers() & old_headers
    mine = PartnerKey.objects.filter(partner_id=cast.norte.pk)
    assert mine.count() == 2
    assert not old_keys & set(mine.values_list("id", flat=True))
    wrapping = CompartmentKey.objects.filter(partner_id=cast.norte.pk)
    assert set(wrapping.values_list("wrapping_key", flat=True)) <= set(
        mine.values_list("id", flat=True)
    )
    assert not KeyRotation.objects.exists()
    assert "a second" in out


def test_a_rotation_is_one_entry_on_the_partners_trail(rosario, cast):
    count = TrailEntry.objects.count()
    rotate("--partner", "norte")
    (entry,) = rotations()
    assert TrailEntry.objects.count() == count + 1
    assert entry.partner_id == cast.norte.pk
    assert (
        entry.details["values"] == 7
    )  # two names, mask and search value, telephone and two phrases
    assert entry.details["damaged"] == 0


def test_another_partners_keys_stay(rosario, cast):
    before = set(PartnerKey.objects.filter(partner_id=cast.sur.pk).values_list("id", flat=True))
    rotate("--partner", "norte")
    after = set(PartnerKey.objects.filter(partner_id=cast.sur.pk).values_list("id", flat=True))
    assert before == after


def test_the_root_key_is_exchanged_and_the_old_one_stays_in_the_keyring(rosario, cast):
    before, old = told(rosario, cast.ana), keyring().active_id
    rotate("--root")
    assert keyring().active_id != old
    assert set(keyring().keys) > {old}
    assert set(PartnerKey.objects.values_list("root_key_id", flat=True)) == {keyring().active_id}
    assert told(rosario, cast.ana) == before
    (entry,) = rotations()
    assert entry.partner_id is None


def test_everything_is_exchanged_at_once(rosario, cast):
    before, old = told(rosario, cast.ana), keyring().active_id
    old_headers = headers()
    rotate("--all")
    assert told(rosario, cast.ana) == before
    assert keyring().active_id != old
    assert not headers() & old_headers
    assert {entry.partner_id for entry in rotations()} == {None, cast.norte.pk, cast.sur.pk}


def test_the_secrets_of_second_factors_go_under_the_new_root_key(cast):
    secret = seal_for_system("second-factor", b"JBSWY3DP")
    row = Authenticator.objects.create(
        user=cast.ana.user, type=Authenticator.Type.TOTP, data={"secret": secret}
    )
    codes = Authenticator.objects.create(
        user=cast.ana.user,
        type=Authenticator.Type.RECOVERY_CODES,
        data={"migrated_codes": [secret], "used_mask": 3},
    )
    rotate("--root")
    row.refresh_from_db()
    codes.refresh_from_db()
    assert root_of(row.data["secret"]) == keyring().active_id
    assert open_for_system("second-factor", row.data["secret"]) == b"JBSWY3DP"
    assert open_for_system("second-factor", codes.data["migrated_codes"][0]) == b"JBSWY3DP"
    assert codes.data["used_mask"] == 3
    status = StringIO()
    call_command("vault_status", "--json", stdout=status)
    needs = [root["secrets"] for root in json.loads(status.getvalue())["root_keys"]]
    assert needs == [0, 2]


def test_a_value_that_is_damaged_stays_and_is_told(rosario, cast):
    contact = SafeContact.objects.get(case=rosario)
    with acting(SYSTEM):
        contact.code_word_sealed = Sealed(contact.code_word_sealed.raw[:-1] + b"?")
        contact.save()
    rotate("--partner", "norte")
    (entry,) = rotations()
    assert entry.details["damaged"] == 1
    with working_as(cast.ana):
        contact = SafeContact.objects.get(case=rosario)
        assert contact.phone == "71234567"
        with pytest.raises(Tampered):
            assert contact.code_word


@pytest.mark.parametrize("partners", [["norte"], ["sur"], ["norte", "sur", "norte"]])
def test_who_was_granted_a_key_reads_on_whichever_partners_keys_are_exchanged(
    rosario, cast, partners
):
    sonia = Holder(cast.sonia.user_id, cast.sur.pk)
    terms = Terms(new_id(), sonia, timezone.now() + timedelta(days=1), is_for_reading=True)
    grant_keys(terms, cast.norte.pk, [(rosario.pk, Compartment.CASE)])
    for partner in partners:
        rotate("--partner", partner)
    with open_keys(Scope("test", {}, holder=sonia)):
        assert SafeContact.objects.get(case=rosario).phone == "71234567"
    stranger = replace(sonia, person_id=new_id())
    with open_keys(Scope("test", {}, holder=stranger)), pytest.raises(KeyNotOpen):
        assert SafeContact.objects.get(case=rosario).phone


def test_a_restricted_case_stays_restricted(rosario, cast):
    restrict_keys(cast.norte.pk, [(rosario.pk, Compartment.CASE)])
    paula = Holder(cast.paula.user_id, cast.norte.pk)
    terms = Terms(new_id(), paula, timezone.now() + timedelta(days=1), is_for_reading=True)
    grant_keys(terms, cast.norte.pk, [(rosario.pk, Compartment.CASE)])
    rotate("--partner", "norte")
    opens = {cast.norte.pk: frozenset(Compartment)}
    with open_keys(Scope("test", opens)), pytest.raises(KeyNotOpen):
        assert SafeContact.objects.get(case=rosario).phone
    with open_keys(Scope("test", opens, holder=paula)):
        assert SafeContact.objects.get(case=rosario).phone == "71234567"


def test_an_unknown_partner_is_refused(cast):
    with pytest.raises(CommandError, match="no partner"):
        rotate("--partner", "oeste")


def test_the_history_of_a_value_stays_readable_to_who_may_read_it(rosario, cast):
    with working_as(cast.ana):
        contact = SafeContact.objects.get(case=rosario)
        contact.code_word = "limón"
        contact.save()
    entry = TrailEntry.objects.filter(event=Event.CHANGED, object_pk=str(contact.pk)).latest("id")
    rotate("--partner", "norte")
    rotate("--partner", "norte")
    with working_as(cast.ana):
        contact = SafeContact.objects.get(case=rosario)
        words = []
        for text in entry.changes["code_word_sealed"]:
            contact.code_word_sealed = Sealed.from_text(text)
            words.append(contact.code_word)
    assert words == ["naranja", "limón"]


def test_what_is_erased_takes_its_history_with_it(rosario, cast):
    rotate("--partner", "norte")
    with working_as(cast.ana):
        keychain().destroy(rosario.pk)
    assert not CompartmentKey.objects.filter(owner_id=rosario.pk).exists()


def test_a_telephone_finds_her_before_during_and_after(rosario, cast):
    def is_found() -> bool:
        with working_as(cast.ana) as staff:
            return [match.case.pk for match in find(staff, Traces(phone="71234567"))] == [
                rosario.pk
            ]

    with working_as(cast.ana):
        listing = Listing.objects.get(survivor=rosario.survivor_id)
        listing.phone_digest = phone_digest(cast.norte.pk, "71234567")
        listing.save()
    assert is_found()
    before = Listing.objects.get(pk=listing.pk).phone_digest
    rotate("--partner", "norte")
    after = Listing.objects.get(pk=listing.pk).phone_digest
    assert before >> 8 != after >> 8
    assert is_found()
