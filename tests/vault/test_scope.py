import pytest

from tests.vault.conftest import scope
from tests.vault.shelf import Note, Person
from vault.compartments import Compartment
from vault.errors import KeyNotOpen
from vault.ids import new_id
from vault.keychain import Scope, keychain, open_keys
from vault.models import CompartmentKey


def test_nothing_opens_without_a_scope(norte):
    with pytest.raises(KeyNotOpen):
        keychain()


def test_a_scope_opens_its_compartments_and_no_other(note, norte):
    with open_keys(scope(norte, Compartment.IDENTITY)):
        found = Note.objects.select_related("person").get(id=note.id)
        assert found.person.surname == "Quispe"
        with pytest.raises(KeyNotOpen):
            assert found.text
    with open_keys(scope(norte, Compartment.PSYCHOLOGICAL)):
        found = Note.objects.select_related("person").get(id=note.id)
        assert found.text == "Duerme mal desde la audiencia."
        with pytest.raises(KeyNotOpen):
            assert found.person.surname


def test_a_scope_opens_its_partner_and_no_other(maria, norte, sur):
    with open_keys(scope(sur)), pytest.raises(KeyNotOpen):
        assert Person.objects.get(id=maria.id).surname
    with open_keys(scope(norte)):
        assert Person.objects.get(id=maria.id).surname == "Quispe"


def test_each_partner_of_a_scope_opens_its_own_compartments(maria, norte, sur):
    both = Scope(
        "test", {norte: frozenset({Compartment.CASE}), sur: frozenset({Compartment.IDENTITY})}
    )
    with open_keys(both), pytest.raises(KeyNotOpen):
        assert Person.objects.get(id=maria.id).surname


def test_nothing_is_sealed_outside_the_scope(maria, norte):
    with open_keys(scope(norte, Compartment.CASE)), pytest.raises(KeyNotOpen):
        maria.surname = "Mamani"
    maria.surname = "Mamani"
    assert maria.surname == "Mamani"


def test_nothing_is_emptied_outside_the_scope(maria, norte):
    with open_keys(scope(norte, Compartment.CASE)), pytest.raises(KeyNotOpen):
        maria.surname = ""
    maria.surname = ""
    assert maria.surname_sealed is None


def test_no_key_is_made_or_destroyed_outside_the_scope(maria, norte, sur):
    with open_keys(scope(norte, Compartment.IDENTITY)) as chain:
        for deed in (
            lambda: chain.create(norte, new_id(), [Compartment.CASE]),
            lambda: chain.create(sur, new_id(), [Compartment.IDENTITY]),
            lambda: chain.ensure(norte, maria.id, Compartment.PSYCHOLOGICAL),
            lambda: chain.destroy(maria.id),
            lambda: chain.digest(sur, "card", "1"),
        ):
            with pytest.raises(KeyNotOpen):
                deed()
        assert CompartmentKey.objects.filter(owner_id=maria.id).count() == 2
        assert chain.destroy(maria.id, [Compartment.IDENTITY]) == 1


def test_an_inner_scope_replaces_the_outer_one_until_it_ends(maria, norte):
    with open_keys(scope(norte, Compartment.CASE)):
        with open_keys(scope(norte, Compartment.IDENTITY)):
            assert Person.objects.get(id=maria.id).surname == "Quispe"
        with pytest.raises(KeyNotOpen):
            assert Person.objects.get(id=maria.id).surname


def test_a_row_does_not_stay_open_after_its_scope(maria, norte):
    with open_keys(scope(norte)):
        found = Person.objects.get(id=maria.id)
        assert found.surname == "Quispe"
    with open_keys(scope(norte, Compartment.CASE)), pytest.raises(KeyNotOpen):
        assert found.surname


def test_a_kept_keychain_is_of_no_use_after_its_scope(maria, norte):
    with open_keys(scope(norte)) as kept:
        assert Person.objects.get(id=maria.id).surname == "Quispe"
    with pytest.raises(KeyNotOpen):
        kept.digest(norte, "card", "1")
    with pytest.raises(KeyNotOpen):
        kept.ensure(norte, maria.id, Compartment.IDENTITY)
