from contextlib import suppress

import pytest
from django.db import IntegrityError, transaction

from tests.vault.conftest import scope
from tests.vault.shelf import Note, Person
from vault.compartments import Compartment
from vault.errors import KeyNotOpen, Tampered
from vault.ids import new_id
from vault.keychain import create_partner_keys, open_keys
from vault.models import CompartmentKey, PartnerKey
from vault.partners import _opened


def test_many_owners_are_opened_with_one_query(chain, norte, django_assert_num_queries):
    owners = [new_id() for _ in range(50)]
    with django_assert_num_queries(2):  # the partner's keys and one insert
        chain.create_many(norte, owners, [Compartment.IDENTITY, Compartment.CASE])
    people = [Person(id=owner, partner_id=norte, surname="Choque") for owner in owners]
    Person.objects.bulk_create(people)
    with open_keys(scope(norte)) as fresh, django_assert_num_queries(2):
        fresh.prefetch(owners)
        fresh.prefetch(owners)
        assert {person.surname for person in Person.objects.all()} == {"Choque"}


def test_partner_keys_are_found_again_by_a_process_that_forgot_them(maria, norte):
    _opened.clear()
    with open_keys(scope(norte)):
        assert Person.objects.get(id=maria.id).surname == "Quispe"


def test_a_key_that_another_process_made_later_is_found(chain, maria, norte):
    chain.prefetch([maria.id])
    with open_keys(scope(norte)) as other:
        other.ensure(norte, maria.id, Compartment.LEGAL)
        note = Note.objects.create(
            partner_id=norte, person=maria, compartment=Compartment.LEGAL, text="Audiencia"
        )
    assert Note.objects.get(id=note.id).text == "Audiencia"


def test_ensuring_twice_makes_one_key(chain, maria, norte):
    chain.ensure(norte, maria.id, Compartment.LEGAL)
    chain.ensure(norte, maria.id, Compartment.LEGAL)
    with open_keys(scope(norte)) as other:
        other.ensure(norte, maria.id, Compartment.LEGAL)
    rows = CompartmentKey.objects.filter(owner_id=maria.id, compartment=Compartment.LEGAL)
    assert rows.count() == 1


def test_a_second_active_key_is_refused(chain, maria, norte):
    with pytest.raises(IntegrityError), transaction.atomic():
        chain.create(norte, maria.id, [Compartment.IDENTITY])
    with pytest.raises(IntegrityError), transaction.atomic():
        create_partner_keys(norte)


def test_a_key_whose_insert_was_rolled_back_seals_nothing(chain, norte):
    owner = new_id()
    with suppress(RuntimeError), transaction.atomic():
        chain.create(norte, owner, [Compartment.IDENTITY])
        assert Person(id=owner, partner_id=norte, surname="Flores").surname == "Flores"
        raise RuntimeError
    with pytest.raises(KeyNotOpen):
        Person(id=owner, partner_id=norte, surname="Flores")
    chain.ensure(norte, owner, Compartment.IDENTITY)
    Person.objects.create(id=owner, partner_id=norte, surname="Flores")
    with open_keys(scope(norte)):
        assert Person.objects.get(id=owner).surname == "Flores"


def test_an_owner_without_a_key_is_told_so(chain, norte):
    with pytest.raises(KeyNotOpen, match="create or ensure"):
        Person(partner_id=norte, surname="Flores")


def test_destroying_the_keys_leaves_noise(chain, note, maria, norte):
    assert Person.objects.get(id=maria.id).surname == "Quispe"
    assert chain.destroy(maria.id) == 2
    with pytest.raises(KeyNotOpen, match="destroyed"):
        assert Person.objects.get(id=maria.id).surname
    with open_keys(scope(norte)), pytest.raises(KeyNotOpen, match="destroyed"):
        assert Note.objects.get(id=note.id).text


def test_destroying_one_compartment_leaves_the_other(chain, note, maria):
    assert chain.destroy(maria.id, [Compartment.PSYCHOLOGICAL]) == 1
    found = Note.objects.get(id=note.id)
    with pytest.raises(KeyNotOpen):
        assert found.text
    assert found.person.surname == "Quispe"


def test_an_outer_scope_forgets_a_key_that_an_inner_one_destroyed(chain, maria, norte):
    assert Person.objects.get(id=maria.id).surname == "Quispe"
    with open_keys(scope(norte)) as inner:
        inner.destroy(maria.id)
    with pytest.raises(KeyNotOpen):
        assert Person.objects.get(id=maria.id).surname
    with pytest.raises(KeyNotOpen):
        maria.search_value = "mamani"


def test_destroying_what_was_rolled_back_keeps_the_key(chain, maria):
    with suppress(RuntimeError), transaction.atomic():
        chain.destroy(maria.id)
        raise RuntimeError
    assert Person.objects.get(id=maria.id).surname == "Quispe"


@pytest.mark.parametrize("column", ["wrapped", "check_value"])
def test_a_damaged_key_row_is_noticed(maria, norte, column):
    row = CompartmentKey.objects.get(owner_id=maria.id, compartment=Compartment.IDENTITY)
    damaged = bytearray(getattr(row, column))
    damaged[-1] ^= 1
    CompartmentKey.objects.filter(id=row.id).update(**{column: bytes(damaged)})
    with open_keys(scope(norte)), pytest.raises(Tampered):
        assert Person.objects.get(id=maria.id).surname


def test_a_key_row_moved_to_another_owner_is_noticed(chain, maria, norte):
    thief = new_id()
    CompartmentKey.objects.filter(owner_id=maria.id, compartment="identity").update(owner_id=thief)
    with open_keys(scope(norte)) as fresh, pytest.raises(Tampered):
        fresh.prefetch([thief])


def test_a_key_row_moved_to_another_compartment_is_noticed(maria, norte):
    psychological = CompartmentKey.objects.filter(compartment=Compartment.PSYCHOLOGICAL)
    psychological.update(compartment=Compartment.CASE)
    with open_keys(scope(norte, Compartment.CASE)) as fresh, pytest.raises(Tampered):
        fresh.prefetch([maria.id])


def test_a_key_row_moved_to_another_partner_opens_nothing(maria, norte, sur):
    CompartmentKey.objects.filter(owner_id=maria.id).update(partner_id=sur)
    Person.objects.filter(id=maria.id).update(partner_id=sur)
    with open_keys(scope(sur)), pytest.raises(KeyNotOpen):
        assert Person.objects.get(id=maria.id).surname


def test_a_partner_key_moved_to_another_partner_is_noticed(norte, sur):
    CompartmentKey.objects.filter(partner_id=sur).delete()
    PartnerKey.objects.filter(partner_id=sur).delete()
    PartnerKey.objects.filter(partner_id=norte).update(partner_id=sur)
    _opened.clear()
    with open_keys(scope(sur)) as chain, pytest.raises(Tampered):
        chain.create(sur, new_id(), [Compartment.CASE])
