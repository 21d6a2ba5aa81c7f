import json
from datetime import UTC, date, datetime
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vault.conftest import with_database
from tests.vault.shelf import Person
from vault.errors import Unsealable
from vault.ids import new_id

sealable = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abñé'\"\\"), inner),
    max_leaves=8,
)


@with_database
@given(text=sealable)
def test_text_reads_back(maria, text):
    maria.given_names = text
    maria.save()
    maria.refresh_from_db()
    assert maria.given_names == normalize("NFC", text)
    assert (maria.given_names_sealed is None) == (text == "")


@with_database
@given(value=json_values)
def test_json_reads_back(maria, value):
    maria.answers = value
    maria.save()
    maria.refresh_from_db()
    assert json.dumps(maria.answers) == json.dumps(value)


@with_database
@given(day=st.dates(), number=st.integers(-(2**63) + 1, 2**63 - 1))
def test_days_and_numbers_read_back(maria, day, number):
    maria.born_on, maria.children = day, number
    maria.save()
    maria.refresh_from_db()
    assert (maria.born_on, maria.children) == (day, number)


def test_nothing_is_stored_as_null_and_reads_as_nothing(maria):
    for empty in ("", None):
        maria.given_names = empty
        assert maria.given_names_sealed is None
        assert maria.given_names == ""
    maria.answers = maria.born_on = maria.children = None
    maria.save()
    found = Person.objects.get(id=maria.id)
    assert (found.answers, found.born_on, found.children) == (None, None, None)


def test_nothing_is_set_and_read_without_any_key(database):
    person = Person(partner_id=new_id(), given_names="", born_on=None)
    assert (person.given_names, person.born_on) == ("", None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("given_names", "Mar\0ía"),
        ("given_names", "Mar\ud800ía"),
        ("given_names", 7),
        ("given_names", b"Maria"),
        ("answers", {"nombre": "Mar\0ía"}),
        ("answers", {"nombre": "\\\0"}),
        ("answers", {"nombre\ud800": 1}),
        ("answers", {"edad": float("nan")}),
        ("answers", {"edad": object()}),
        ("answers", {1, 2}),
        ("born_on", "1991-02-28"),
        ("born_on", datetime(1991, 2, 28, tzinfo=UTC)),
        ("children", "2"),
        ("children", True),
        ("children", 2.0),
        ("children", 2**63),
    ],
)
def test_what_cannot_be_sealed_is_refused_without_quoting_it(maria, name, value):
    maria.answers, maria.born_on, maria.children = {"nombre": "\\u0000"}, date(1991, 2, 28), 2
    before = getattr(maria, f"{name}_sealed")
    with pytest.raises(Unsealable) as refused:
        setattr(maria, name, value)
    assert "Mar" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None
    assert getattr(maria, f"{name}_sealed") is before


def test_text_that_looks_like_ciphertext_is_just_text(maria):
    text = str(maria.surname_sealed)
    maria.given_names = text
    maria.save()
    found = Person.objects.get(id=maria.id)
    assert found.given_names == text
    assert found.surname == "Quispe"


def test_lengths_do_not_tell_short_values_apart(maria):
    sizes = set()
    for name, value in [
        ("given_names", "Li"),
        ("given_names", "María de los Ángeles"),
        ("born_on", date(1991, 2, 28)),
        ("children", 0),
        ("children", 123456),
        ("answers", []),
    ]:
        setattr(maria, name, value)
        sizes.add(len(getattr(maria, f"{name}_sealed").raw))
    assert len(sizes) == 1


def test_changing_a_json_value_in_place_changes_nothing(maria):
    maria.answers = {"idiomas": ["es"]}
    maria.answers["idiomas"].append("ay")
    assert maria.answers == {"idiomas": ["es"]}
