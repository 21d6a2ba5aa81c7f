import json
from datetime import date

import pytest

from tests.vault.conftest import raw, scope
from tests.vault.shelf import Note, Person
from vault.compartments import Compartment
from vault.errors import KeyNotOpen, Unsealable
from vault.ids import new_id
from vault.keychain import open_keys


def test_a_value_may_stand_before_the_ids_it_is_bound_to(chain, norte):
    owner = new_id()
    chain.create(norte, owner, [Compartment.IDENTITY])
    Person.objects.create(surname="Condori", given_names="Ana", id=owner, partner_id=norte)
    found = Person.objects.get(id=owner)
    assert (found.given_names, found.surname) == ("Ana", "Condori")


def test_a_row_without_its_ids_is_told_what_it_lacks(chain):
    with pytest.raises(Unsealable, match="partner and owner"):
        Person(surname="Condori")
    with pytest.raises(Unsealable, match="partner and owner"):
        Note(partner_id=new_id(), compartment="case", text="x")


def test_rows_made_in_bulk_read_back(chain, norte):
    owners = [new_id() for _ in range(5)]
    chain.create_many(norte, owners, [Compartment.IDENTITY])
    Person.objects.bulk_create(
        [
            Person(id=owner, partner_id=norte, surname=f"Choque {n}")
            for n, owner in enumerate(owners)
        ]
    )
    assert {person.surname for person in Person.objects.all()} == {f"Choque {n}" for n in range(5)}


def test_a_row_names_its_own_compartment(chain, maria, norte):
    note = Note(partner_id=norte, person=maria, compartment="psychological", text="Nota")
    note.save()
    assert Note.objects.get(id=note.id).text == "Nota"
    with pytest.raises(KeyNotOpen):
        Note(partner_id=norte, person=maria, compartment="legal", text="Nota")


def test_an_equal_value_keeps_its_bytes(maria, norte):
    maria.answers, maria.born_on, maria.children = {"a": 1, "b": 2}, date(1991, 2, 28), 2
    maria.save()
    with open_keys(scope(norte)):
        found = Person.objects.get(id=maria.id)
        found.given_names, found.surname = "María Elena", "Quispe"
        found.answers, found.born_on, found.children = {"b": 2, "a": 1}, date(1991, 2, 28), 2
        found.save()
    for column in ("given_names", "surname", "answers", "born_on", "children"):
        assert raw(maria, f"{column}_sealed") == getattr(maria, f"{column}_sealed").raw


@pytest.mark.parametrize("other", [{"a": True}, {"a": 1.0}, {"a": "1"}, [{"a": 1}], {}])
def test_an_unequal_json_value_does_not(maria, other):
    maria.answers = {"a": 1}
    before = maria.answers_sealed
    maria.answers = other
    assert maria.answers_sealed != before
    assert json.dumps(maria.answers) == json.dumps(other)


def test_an_equal_value_keeps_its_bytes_in_a_deferred_column(maria, norte):
    with open_keys(scope(norte)):
        found = Person.objects.without_sealed().get(id=maria.id)
        found.surname = "Quispe"
        assert found.surname_sealed == maria.surname_sealed
        found.surname = "Mamani"
        assert found.surname_sealed != maria.surname_sealed


def test_a_deferred_column_is_fetched_when_it_is_read(maria, norte, django_assert_num_queries):
    with open_keys(scope(norte)) as chain:
        chain.prefetch([maria.id])
        with django_assert_num_queries(1):
            found = Person.objects.without_sealed().get(id=maria.id)
        assert "surname_sealed" in found.get_deferred_fields()
        with django_assert_num_queries(1):
            assert found.surname == "Quispe"


def test_saving_one_column_saves_its_value(maria):
    maria.surname, maria.given_names = "Mamani", "Otra"
    maria.save(update_fields=["surname_sealed"])
    found = Person.objects.get(id=maria.id)
    assert (found.surname, found.given_names) == ("Mamani", "María Elena")


def test_refreshing_a_row_reads_its_new_value(maria, norte):
    with open_keys(scope(norte)):
        found = Person.objects.get(id=maria.id)
        assert found.surname == "Quispe"
        changed = Person.objects.get(id=maria.id)
        changed.surname = "Mamani"
        changed.save()
        assert found.surname == "Quispe"
        found.refresh_from_db()
        assert found.surname == "Mamani"


def test_creating_or_changing_by_name_works(chain, norte, maria):
    found, is_new = Person.objects.update_or_create(id=maria.id, defaults={"surname": "Flores"})
    assert (found.surname, is_new) == ("Flores", False)
    owner = new_id()
    chain.create(norte, owner, [Compartment.IDENTITY])
    made, is_new = Person.objects.get_or_create(
        id=owner, defaults={"surname": "Rojas", "partner_id": norte}
    )
    assert (made.surname, is_new) == ("Rojas", True)
