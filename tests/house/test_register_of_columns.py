"""Every column of every table has a class; what is sealed is sealed; what is clear says why."""

import re

from django.apps import apps
from django.conf import settings
from django.db import models

from config.register import REGISTER, Column, Kind, Table, as_markdown
from vault.fields import SealedField

WORDS = (models.CharField, models.TextField, models.JSONField, models.GenericIPAddressField)
FILES = (models.FileField, models.BinaryField)


def installed():
    """Every concrete field of every model that has a table here, by model and name."""
    return {
        model._meta.label: {field.name: field for field in model._meta.concrete_fields}
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


def classified():
    """Each column's name, its field and its line in the register."""
    for label, fields in installed().items():
        for name, field in fields.items():
            yield f"{label}.{name}", field, REGISTER[label].columns[name]


def test_every_table_is_in_the_register_and_nothing_else():
    assert set(REGISTER) == set(installed())


def test_every_column_has_a_class_and_nothing_else_has():
    assert {label: set(table.columns) for label, table in REGISTER.items()} == {
        label: set(fields) for label, fields in installed().items()
    }


def test_a_column_without_a_class_would_be_noticed():
    survivor = REGISTER["casework.Survivor"]
    fewer = Table(survivor.about, {"id": Column(Kind.OPERATIONAL)})
    assert set(fewer.columns) != set(installed()["casework.Survivor"])


def test_what_is_called_sealed_is_sealed_and_the_reverse():
    assert [
        name
        for name, field, column in classified()
        if (column.kind is Kind.SEALED) is not isinstance(field, SealedField)
    ] == []


def test_what_stands_in_clear_says_why():
    assert [
        name
        for name, field, column in classified()
        if must_say_why(field, column) and not column.why
    ] == []


def must_say_why(field, column):
    """Whatever speaks of a survivor, and whatever could hold words or files."""
    if column.kind is Kind.SEALED:
        return False
    could_hold_words = isinstance(field, WORDS) and not field.choices
    return column.kind is Kind.CODED or could_hold_words or isinstance(field, FILES)


def test_the_page_says_what_the_register_says():
    page = settings.BASE_DIR / "docs" / "data-register.md"
    assert page.read_text(encoding="utf-8") == as_markdown(REGISTER)


def test_every_reason_is_a_sentence_not_a_repetition():
    for label, table in REGISTER.items():
        for name, column in table.columns.items():
            assert column.why != name, label
            assert not re.search(r"\s{2,}|\.$", column.why), (label, name)
