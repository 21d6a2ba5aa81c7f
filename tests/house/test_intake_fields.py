"""What the intake asks: each official field decided once, each question with its use."""

from collections import Counter
from collections.abc import Iterator
from pkgutil import resolve_name

import pytest
from django.conf import settings

from casework.catalogue.intake_fields import (
    Decision,
    as_markdown,
    asked_fields,
    field_decisions,
    official_fields,
)
from casework.forms.intake import SECTIONS
from casework.forms.section import SectionForm

OFFICIAL = [each for each in field_decisions() if each.decision is not Decision.OWN]
COMPUTED = [each for each in field_decisions() if each.decision is Decision.COMPUTED]


def test_there_are_81_fields_of_bolivian_systems_and_56_of_gbvims():
    counted = Counter(field.code.startswith("gbv_") for field in official_fields())
    assert (counted[False], counted[True]) == (81, 42 + 14)


def test_every_official_field_is_decided_exactly_once():
    decided = Counter(each.code for each in OFFICIAL)
    assert decided == Counter(field.code for field in official_fields())


def test_what_is_left_out_or_computed_or_our_own_says_why():
    asked = Decision.ASKED  # an official field of the same meaning is reason enough
    assert [e.code for e in field_decisions() if e.decision is not asked and not e.why] == []


def test_what_is_left_out_is_asked_nowhere_and_the_rest_somewhere():
    for each in field_decisions():
        assert bool(each.where) is (each.decision is not Decision.LEFT_OUT), each.code


@pytest.mark.parametrize("path", sorted({path for each in COMPUTED for path in each.where}))
def test_what_a_field_is_computed_from_exists(path):
    assert resolve_name(path) is not None


def test_a_path_to_nothing_would_be_noticed():
    with pytest.raises(AttributeError):
        resolve_name("casework.models.Survivor.shoe_size")


def test_every_question_in_the_table_stands_in_the_form():
    assert set(asked_fields()) - set(questions()) == set()


def test_every_question_in_the_form_has_its_use_in_the_table():
    assert set(questions()) - set(asked_fields()) == set()


def test_the_page_says_what_the_table_says():
    page = settings.BASE_DIR / "docs" / "intake-fields.md"
    assert page.read_text(encoding="utf-8") == as_markdown()


def questions() -> Iterator[str]:
    """The intake's questions, ``section.field``, with those of its rows."""
    for section, form in SECTIONS.items():
        yield from questions_of(section, form)


def questions_of(path: str, form: type[SectionForm]) -> Iterator[str]:
    """One form's questions. The section of incidents is nothing but its rows: one name for both."""
    yield from (f"{path}.{name}" for name in form.base_fields)
    for name, repeat in form.repeats.items():
        yield from questions_of(path if name == path else f"{path}.{name}", repeat.form)
