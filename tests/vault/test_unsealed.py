import pytest

from tests.vault.conftest import scope
from tests.vault.shelf import Note, Person
from vault.compartments import Compartment
from vault.errors import KeyNotOpen
from vault.keychain import Unsealed, open_keys


def test_what_was_opened_is_counted_by_owner_and_compartment(note, maria, norte):
    with open_keys(scope(norte)) as fresh:
        found = Note.objects.select_related("person").get(id=note.id)
        assert fresh.unsealed() == []
        assert found.text
        assert found.person.surname
        assert found.person.given_names
        assert sorted(fresh.unsealed(), key=lambda item: item.compartment) == [
            Unsealed(
                norte,
                maria.id,
                "identity",
                frozenset({"vault_person.surname_sealed", "vault_person.given_names_sealed"}),
                2,
            ),
            Unsealed(norte, maria.id, "psychological", frozenset({"vault_note.text_sealed"}), 1),
        ]


def test_taking_what_was_opened_forgets_it(maria, norte):
    with open_keys(scope(norte)) as fresh:
        found = Person.objects.get(id=maria.id)
        assert found.surname
        assert [item.count for item in fresh.take_unsealed()] == [1]
        assert fresh.take_unsealed() == []
        assert found.surname
        assert fresh.take_unsealed() == []
        assert found.given_names
        assert [item.count for item in fresh.take_unsealed()] == [1]


def test_a_value_that_is_read_twice_counts_once_per_fetch(maria, norte):
    with open_keys(scope(norte)) as fresh:
        found = Person.objects.get(id=maria.id)
        assert found.surname == found.surname == "Quispe"
        assert [item.count for item in fresh.unsealed()] == [1]
        assert Person.objects.get(id=maria.id).surname == "Quispe"
        assert [item.count for item in fresh.unsealed()] == [2]


def test_a_refused_value_is_not_counted(maria, norte):
    with open_keys(scope(norte, Compartment.CASE)) as fresh:
        with pytest.raises(KeyNotOpen):
            assert Person.objects.get(id=maria.id).surname
        assert fresh.unsealed() == []


def test_reading_back_what_one_wrote_is_no_reading(chain, maria):
    assert maria.surname == "Quispe"
    assert chain.unsealed() == []


def test_comparing_before_writing_is_no_reading(maria, norte):
    with open_keys(scope(norte)) as fresh:
        found = Person.objects.get(id=maria.id)
        found.surname = "Quispe"
        found.given_names = "Justina"
        assert fresh.unsealed() == []


def test_a_test_that_answers_yes_or_no_is_no_reading(maria, norte):
    with open_keys(scope(norte)) as fresh:
        found = Person.objects.get(id=maria.id)
        assert found.passes("surname", lambda surname: surname == "Quispe")
        assert not found.passes("surname", lambda surname: surname == "Mamani")
        assert found.passes("search_value", lambda value: value == "")
        assert fresh.unsealed() == []
    with open_keys(scope(norte, Compartment.CASE)), pytest.raises(KeyNotOpen):
        found.passes("surname", bool)


def test_what_an_inner_scope_opened_and_nobody_took_is_left_to_the_outer_one(chain, maria, norte):
    with open_keys(scope(norte)) as inner:
        assert Person.objects.get(id=maria.id).surname
    assert [item.owner_id for item in chain.take_unsealed()] == [maria.id]
    with open_keys(scope(norte)) as inner:
        assert Person.objects.get(id=maria.id).surname
        inner.take_unsealed()
    assert chain.take_unsealed() == []
