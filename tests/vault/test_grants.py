"""Keys granted to one person for a time, and owners whose keys open to named people only."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.vault.conftest import scope
from tests.vault.shelf import Note, Person
from vault.compartments import Compartment
from vault.errors import KeyNotOpen, Tampered
from vault.grants import (
    Terms,
    end_granted_keys,
    grant_again,
    grant_keys,
    lift_restriction_of_keys,
    restrict_keys,
    rewrapped_grant,
)
from vault.ids import new_id
from vault.keychain import Holder, Scope, open_keys
from vault.models import CompartmentKey, KeyGrant, Purpose
from vault.partners import active_secrets

IDENTITY, PSYCHOLOGICAL = Compartment.IDENTITY, Compartment.PSYCHOLOGICAL


@pytest.fixture
def sonia(sur) -> Holder:
    return Holder(person_id=new_id(), partner_id=sur)


@pytest.fixture
def terms(sonia) -> Terms:
    ends_at = timezone.now() + timedelta(hours=2)
    return Terms(new_id(), sonia, ends_at=ends_at, is_for_reading=True)


@pytest.fixture
def granted(terms, maria, norte) -> KeyGrant:
    """Maria's identity, granted to Sonia of sur."""
    assert grant_keys(terms, norte, [(maria.id, IDENTITY)]) == 1
    return KeyGrant.objects.get(exception_id=terms.exception_id)


def her_scope(holder, *compartments) -> Scope:
    opens = {holder.partner_id: frozenset(compartments or Compartment)}
    return Scope("test", opens, holder=holder)


def read(row, holder):
    with open_keys(her_scope(holder)):
        return Person.objects.get(id=row.id).surname


def test_a_granted_key_opens_to_its_person_and_to_nobody_else(granted, maria, sonia, sur, norte):
    assert read(maria, sonia) == "Quispe"
    for stranger in (replace(sonia, person_id=new_id()), replace(sonia, partner_id=norte)):
        with open_keys(Scope("test", {}, holder=stranger)), pytest.raises(KeyNotOpen):
            assert Person.objects.get(id=maria.id).surname
    with open_keys(scope(sur)), pytest.raises(KeyNotOpen):
        assert Person.objects.get(id=maria.id).surname


def test_only_the_granted_compartment_opens(granted, maria, note, sonia):
    assert read(maria, sonia) == "Quispe"
    with open_keys(her_scope(sonia)), pytest.raises(KeyNotOpen):
        assert Note.objects.get(id=note.id).text


def test_a_granted_key_opens_until_its_end_and_not_after(granted, maria, sonia):
    with time_machine.travel(granted.ends_at - timedelta(seconds=1), tick=False):
        assert read(maria, sonia) == "Quispe"
    with time_machine.travel(granted.ends_at, tick=False), pytest.raises(KeyNotOpen):
        read(maria, sonia)


def test_a_key_granted_for_reading_seals_nothing(granted, maria, sonia):
    with open_keys(her_scope(sonia)):
        found = Person.objects.get(id=maria.id)
        assert found.surname == "Quispe"
        with pytest.raises(KeyNotOpen):
            found.surname = "Mamani"


def test_an_ended_grant_opens_nothing(granted, terms, maria, sonia):
    assert read(maria, sonia) == "Quispe"
    assert end_granted_keys([terms.exception_id]) == 1
    with pytest.raises(KeyNotOpen):
        read(maria, sonia)


@pytest.mark.parametrize(
    "column", ["person_id", "partner_id", "exception_id", "ends_at", "is_for_reading"]
)
def test_a_grant_that_was_changed_or_copied_is_noticed(granted, maria, sonia, sur, norte, column):
    assert read(maria, sonia) == "Quispe"
    thief = replace(sonia, person_id=new_id())
    changed = {
        "person_id": thief.person_id,
        "partner_id": norte,
        "exception_id": new_id(),
        "ends_at": granted.ends_at + timedelta(days=1),
        "is_for_reading": False,
    }
    KeyGrant.objects.filter(id=granted.id).update(**{column: changed[column]})
    visitor = {"person_id": thief, "partner_id": replace(sonia, partner_id=norte)}
    with (
        open_keys(
            Scope("test", {norte: frozenset(Compartment)}, holder=visitor.get(column, sonia))
        ) as chain,
        pytest.raises(Tampered),
    ):
        chain.open_granted([maria.id])


def test_a_grant_moved_to_another_key_is_noticed(granted, chain, maria, norte, sonia):
    other = Person(partner_id=norte)
    chain.create(norte, other.id, [IDENTITY])
    key = CompartmentKey.objects.get(owner_id=other.id)
    KeyGrant.objects.filter(id=granted.id).update(key=key)
    with open_keys(her_scope(sonia)) as hers, pytest.raises(Tampered):
        hers.open_granted([other.id])


def test_destroying_a_key_destroys_its_grants(granted, chain, maria, sonia):
    assert read(maria, sonia) == "Quispe"
    assert chain.destroy(maria.id, [IDENTITY]) == 1
    assert not KeyGrant.objects.exists()
    with pytest.raises(KeyNotOpen):
        read(maria, sonia)


def test_a_restricted_key_opens_to_no_ordinary_scope_but_to_a_supervising_one(maria, norte):
    with open_keys(scope(norte)):
        assert Person.objects.get(id=maria.id).surname == "Quispe"
    restrict_keys(norte, [(maria.id, IDENTITY)])
    with open_keys(scope(norte)), pytest.raises(KeyNotOpen):
        assert Person.objects.get(id=maria.id).surname
    supervising = Scope("test", {norte: frozenset(Compartment)}, restricted=frozenset({norte}))
    with open_keys(supervising):
        assert Person.objects.get(id=maria.id).surname == "Quispe"
    lift_restriction_of_keys(norte, [(maria.id, IDENTITY)])
    with open_keys(scope(norte)):
        assert Person.objects.get(id=maria.id).surname == "Quispe"


def test_clearing_the_column_of_a_restricted_key_opens_nothing(maria, norte):
    restrict_keys(norte, [(maria.id, IDENTITY)])
    CompartmentKey.objects.filter(owner_id=maria.id).update(is_restricted=False)
    with open_keys(scope(norte)), pytest.raises(Tampered):
        assert Person.objects.get(id=maria.id).surname


def test_a_named_person_works_with_a_restricted_key_within_what_her_role_opens(maria, norte):
    restrict_keys(norte, [(maria.id, IDENTITY)])
    ana = Holder(new_id(), norte)
    ends_at = timezone.now() + timedelta(days=30)
    grant_keys(Terms(new_id(), ana, ends_at, is_for_reading=False), norte, [(maria.id, IDENTITY)])
    with open_keys(her_scope(ana, IDENTITY)):
        found = Person.objects.get(id=maria.id)
        found.surname = "Mamani"
        found.save()
        assert found.surname == "Mamani"
    with open_keys(her_scope(ana, Compartment.CASE)), pytest.raises(KeyNotOpen):
        assert Person.objects.get(id=maria.id).surname


def test_what_is_sealed_later_of_a_restricted_owner_is_restricted_too(maria, norte):
    restrict_keys(norte, [(maria.id, Compartment.LEGAL)])
    paula = Holder(new_id(), norte)
    ends_at = timezone.now() + timedelta(days=30)
    terms = Terms(new_id(), paula, ends_at, is_for_reading=False)
    grant_keys(terms, norte, [(maria.id, Compartment.LEGAL)])
    with open_keys(her_scope(paula)) as hers:
        hers.ensure(norte, maria.id, Compartment.LEGAL)
        note = Note.objects.create(
            partner_id=norte, person=maria, compartment=Compartment.LEGAL, text="Audiencia"
        )
    with open_keys(scope(norte)) as others, pytest.raises(KeyNotOpen):
        others.ensure(norte, maria.id, Compartment.LEGAL)
    with open_keys(scope(norte)), pytest.raises(KeyNotOpen):
        assert Note.objects.get(id=note.id).text
    assert CompartmentKey.objects.filter(compartment=Compartment.LEGAL).count() == 1


def test_a_grant_wrapped_anew_and_one_of_a_newer_key_open_as_before(
    granted, maria, norte, sur, sonia
):
    rewrapped_grant(granted, active_secrets(sur)[Purpose.VALUES]).save()
    assert read(maria, sonia) == "Quispe"
    new = CompartmentKey.objects.get(owner_id=maria.id, compartment=PSYCHOLOGICAL)
    grant_again(granted.key, new)
    with open_keys(her_scope(sonia)) as hers:
        hers.open_granted([maria.id])
    assert KeyGrant.objects.get(key=new).ends_at == granted.ends_at
