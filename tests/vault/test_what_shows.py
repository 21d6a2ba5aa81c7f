import copy
import json
import pickle

import pytest
from auditlog.diff import get_field_value
from django.core import serializers
from django.core.exceptions import ValidationError
from django.forms import modelform_factory

from tests.vault.conftest import raw, scope
from tests.vault.shelf import Person
from vault.fields import Sealed
from vault.keychain import open_keys

SURNAME = Person._meta.get_field("surname_sealed")


def test_the_database_holds_no_plain_value(maria):
    assert b"Quispe" not in raw(maria, "surname_sealed")
    assert b"Quispe" not in raw(maria, "given_names_sealed")


def test_a_sealed_value_shows_ciphertext_only(maria):
    sealed = maria.surname_sealed
    assert str(sealed) == repr(sealed)
    assert str(sealed).startswith("sealed:")
    assert Sealed.from_text(str(sealed)) == sealed
    assert hash(Sealed(sealed.raw)) == hash(sealed)
    assert sealed != sealed.raw


def test_values_and_dumps_show_ciphertext_only(maria):
    for shown in (
        Person.objects.values(),
        Person.objects.values_list("surname_sealed", flat=True),
        serializers.serialize("json", [maria]),
        serializers.serialize("xml", [maria]),
    ):
        assert "sealed:" in str(list(shown) if not isinstance(shown, str) else shown)
        assert "Quispe" not in str(list(shown) if not isinstance(shown, str) else shown)


def test_a_dump_can_be_loaded_again(registered, maria):
    dump = serializers.serialize("json", [maria])
    Person.objects.all().delete()
    for item in serializers.deserialize("json", dump):
        item.save()
    assert Person.objects.get(id=maria.id).surname == "Quispe"


def test_plain_text_in_a_dump_is_refused(registered, maria):
    dump = json.loads(serializers.serialize("json", [maria]))
    dump[0]["fields"]["surname_sealed"] = "Quispe"
    with pytest.raises(serializers.base.DeserializationError):
        list(serializers.deserialize("json", json.dumps(dump)))


def test_copies_and_pickles_take_no_plain_value_along(registered, maria, norte):
    with open_keys(scope(norte)):
        found = Person.objects.get(id=maria.id)
        assert found.surname == "Quispe"
        pickled = pickle.dumps(found)
        assert b"Quispe" not in pickled
        for twin in (pickle.loads(pickled), copy.copy(found), copy.deepcopy(found)):  # noqa: S301  # ours
            assert "Quispe" not in str(vars(twin))
            assert twin.surname == "Quispe"
        assert "Quispe" not in str(vars(found))


def test_the_trail_gets_ciphertext_only(maria):
    before = Person.objects.get(id=maria.id)
    maria.surname = "Mamani"
    told = {
        field.name
        for field in Person._meta.concrete_fields
        if get_field_value(before, field) != get_field_value(maria, field)
    }
    assert told == {"surname_sealed"}
    assert get_field_value(maria, SURNAME) == str(maria.surname_sealed)


def test_forms_do_not_show_ciphertext(maria):
    form = modelform_factory(Person, fields=["code"])(instance=maria)
    assert list(form.fields) == ["code"]
    maria.full_clean(exclude=["code"])
    maria.surname_sealed = "Quispe"
    with pytest.raises(ValidationError):
        maria.clean_fields()
