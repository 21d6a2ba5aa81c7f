"""A section's answers in the words in which they were asked, for pages that only show them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from casework.forms.fields import DayField, MunicipalityField, YesNoField, flat
from casework.forms.section import UNANSWERED, SectionForm


@dataclass(frozen=True, slots=True)
class Fact:
    """A question and its answer."""

    label: str | Promise
    value: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One of several alike: an incident, a person."""

    title: str
    groups: "list[ShownAnswers]"


@dataclass(frozen=True, slots=True)
class ShownAnswers:
    """What was answered to one group of questions, and in the rows below them."""

    legend: str | Promise
    facts: list[Fact]
    rows: list[ShownRow]


def in_words(form: type[SectionForm], answers: Mapping[str, Any]) -> list[ShownAnswers]:
    """The groups in which something was answered; what was not asked or answered is left out."""
    groups = [
        ShownAnswers(
            legend=group.legend,
            facts=list(_facts(form, group.fields, answers)),
            rows=list(_rows(form, group.rows, answers)) if group.rows else [],
        )
        for group in form.groups
    ]
    return [group for group in groups if group.facts or group.rows]


def _facts(
    form: type[SectionForm], names: tuple[str, ...], answers: Mapping[str, Any]
) -> Iterator[Fact]:
    for name in names:
        if answers.get(name) not in UNANSWERED:
            field = form.base_fields[name]
            yield Fact(field.label or "", _said(field, answers[name]))


def _rows(form: type[SectionForm], name: str, answers: Mapping[str, Any]) -> Iterator[ShownRow]:
    repeat = form.repeats[name]
    for number, row in enumerate(answers.get(name, []), start=1):
        yield ShownRow(f"{repeat.label} {number}", in_words(repeat.form, row))


def _said(field: forms.Field, answer: Any) -> str:
    """An answer as it was given."""
    if isinstance(answer, bool):
        return _("Sí") if answer else _("No")
    if isinstance(field, forms.ChoiceField) and not isinstance(field, YesNoField):
        labels = dict(flat(field.choices))
        chosen = answer if isinstance(answer, list) else [answer]
        return ", ".join(str(labels.get(code, code)) for code in chosen)
    if isinstance(field, MunicipalityField):
        return str(field.prepare_value(answer))
    if isinstance(field, DayField):
        return date_format(date.fromisoformat(answer), "DATE_FORMAT")
    return str(answer)
