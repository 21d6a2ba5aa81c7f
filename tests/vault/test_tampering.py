import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.vault.conftest import scope, with_database
from tests.vault.shelf import Note, Person
from vault.compartments import Compartment
from vault.errors import Tampered, Unsealable
from vault.fields import Sealed
from vault.ids import new_id
from vault.keychain import open_keys


def test_a_value_moved_to_another_column_is_noticed(maria):
    maria.given_names_sealed = maria.surname_sealed
    maria.save()
    found = Person.objects.get(id=maria.id)
    assert found.surname == "Quispe"
    with pytest.raises(Tampered):
        assert found.given_names


def test_a_value_moved_to_another_row_is_noticed(chain, maria, norte):
    first, second = (
        Note.objects.create(partner_id=norte, person=maria, compartment="identity", text=text)
        for text in ("una", "otra")
    )
    second.text_sealed = first.text_sealed
    second.save()
    assert Note.objects.get(id=first.id).text == "una"
    with pytest.raises(Tampered):
        assert Note.objects.get(id=second.id).text


def test_a_row_moved_to_another_owner_is_noticed(chain, maria, norte):
    note = Note.objects.create(partner_id=norte, person=maria, compartment="identity", text="una")
    other = Person(partner_id=norte)
    chain.create(norte, other.id, [Compartment.IDENTITY])
    other.save()
    Note.objects.filter(id=note.id).update(person=other)
    with pytest.raises(Tampered):
        assert Note.objects.get(id=note.id).text
    with open_keys(scope(norte)), pytest.raises(Tampered):
        assert Note.objects.get(id=note.id).text


def test_a_row_moved_to_another_owner_is_not_even_compared(chain, maria, norte):
    note = Note.objects.create(partner_id=norte, person=maria, compartment="identity", text="una")
    assert note.passes("text", lambda text: text == "una")
    other = Person(partner_id=norte)
    chain.create(norte, other.id, [Compartment.IDENTITY])
    other.save()
    Note.objects.filter(id=note.id).update(person=other)
    moved = Note.objects.get(id=note.id)
    with pytest.raises(Tampered):
        moved.passes("text", lambda text: text == "una")
    with pytest.raises(Tampered):
        moved.text = "otra"


@with_database
@given(data=st.data())
def test_one_flipped_bit_in_a_column_fails(maria, norte, data):
    whole = maria.surname_sealed.raw
    bit = data.draw(st.integers(0, len(whole) * 8 - 1))
    damaged = bytearray(whole)
    damaged[bit // 8] ^= 1 << bit % 8
    with open_keys(scope(norte)):
        found = Person.objects.get(id=maria.id)
        assert found.surname == "Quispe"
        found.surname_sealed = Sealed(bytes(damaged))
        with pytest.raises(Tampered):
            assert found.surname
        with pytest.raises(Tampered):
            found.surname = "Quispe"


@with_database
@given(planted=st.binary(max_size=80))
def test_planted_bytes_fail(maria, planted):
    assume(planted != maria.surname_sealed.raw)
    maria.surname_sealed = Sealed(planted)
    with pytest.raises(Tampered):
        assert maria.surname


@pytest.mark.parametrize("plain", ["Quispe", b"Quispe", 7, ["Quispe"]])
def test_plain_values_are_not_saved_in_a_sealed_column(maria, plain):
    maria.surname_sealed = plain
    with pytest.raises(Unsealable) as refused:
        maria.save()
    assert "Quispe" not in str(refused.value)
    with pytest.raises(Unsealable):
        Person.objects.bulk_create([Person(partner_id=new_id(), surname_sealed=plain)])
    with pytest.raises(Unsealable):
        assert maria.surname
    with pytest.raises(Unsealable):
        maria.surname = "Quispe"
