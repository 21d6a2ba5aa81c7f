"""What every section's form has in common: groups of questions, rows to repeat, drafts, answers.

``answers()`` is what the form learned, as JSON: codes, texts, numbers, days as ISO text, lists;
what was not answered is absent. ``from_answers`` shows it again. A draft is what was typed so
far, unread: form field name to the list of its values; ``from_draft`` shows it again.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self, TypeAlias

from django import forms
from django.forms.boundfield import BoundField
from django.forms.formsets import TOTAL_FORM_COUNT
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise

from casework.forms.draft import Draft, draft_of, typed_into
from casework.forms.rows import Repeat, RowSet

Answers: TypeAlias = dict[str, Any]

UNANSWERED: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True)
class Group:
    """Questions that belong together; ``rows`` names a repeat that stands below them.

    A folded group shows its questions only when asked to, or when one was answered.
    """

    legend: str | Promise
    fields: tuple[str, ...] = ()
    rows: str = ""
    hint: str | Promise = ""
    is_folded: bool = False


@dataclass(frozen=True)
class ShownGroup:
    """A group with its fields, as a template prints it."""

    group: Group
    fields: list[BoundField]
    rows: RowSet | None

    @property
    def is_open(self) -> bool:
        """Whether something in it must be seen."""
        return any(field.errors or field.value() not in UNANSWERED for field in self.fields)


class SectionForm(forms.Form):
    """One section's questions, or those of one of its rows."""

    lead: ClassVar[str | Promise] = ""
    groups: ClassVar[tuple[Group, ...]] = ()
    repeats: ClassVar[Mapping[str, Repeat]] = {}
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.row_sets: dict[str, RowSet] = {
            name: repeat.bind(
                self.data if self.is_bound else None,
                initial=(self.initial or {}).get(name, []),
                prefix=self.add_prefix(name),
            )
            for name, repeat in self.repeats.items()
        }

    @classmethod
    def said_by(cls, draft: Mapping[str, list[str]]) -> Answers | None:
        """What a draft would answer: nothing where only the page spoke, None where it is wrong."""
        form = cls(MultiValueDict(draft))
        if not form.is_valid():
            return None
        said = form.answers()
        return {} if said == cls().beforehand() else said

    def beforehand(self) -> Answers:
        """What the page says before anybody has answered: today, for one."""
        said = {
            name: as_json(self.get_initial_for_field(field, name))
            for name, field in self.fields.items()
        }
        return {name: value for name, value in said.items() if value not in UNANSWERED}

    @property
    def is_optional(self) -> bool:
        """Whether no question at all has to be answered: then that is said once, not each time."""
        return not any(field.required for field in self.base_fields.values())

    @classmethod
    def from_answers(cls, answers: Mapping[str, Any]) -> Self:
        """The form as it was saved."""
        return cls(initial=dict(answers))

    @classmethod
    def from_draft(cls, draft: Mapping[str, list[str]]) -> Self:
        """The form as it was left, complete or not."""
        return cls(initial=cls.typed(MultiValueDict(draft)))

    @classmethod
    def in_hand(
        cls, answers: Mapping[str, Any], draft: Mapping[str, list[str]] | None = None
    ) -> Self:
        """The form as it was left, or else as it was saved."""
        return cls.from_draft(draft) if draft else cls.from_answers(answers)

    @classmethod
    def draft_of(cls, data: MultiValueDict[str, str]) -> Draft:
        """What was typed into this section's fields, and nothing else that the browser sent."""
        return draft_of(data, {*cls.base_fields, *cls.repeats})

    @classmethod
    def typed(cls, data: MultiValueDict[str, str], prefix: str | None = None) -> Answers:
        """What each field was left with, unread; rows as far as they were opened."""
        form = cls(prefix=prefix)
        values = typed_into(form, data)
        for name, repeat in cls.repeats.items():
            values[name] = repeat.typed(data, form.add_prefix(name))
        return values

    def is_valid(self) -> bool:
        """Whether every answer, those in rows too, can be kept."""
        return all([super().is_valid(), *(rows.is_valid() for rows in self.row_sets.values())])

    def answers(self) -> Answers:
        """What was answered; only a valid form has it."""
        own = {name: as_json(self.cleaned_data.get(name)) for name in self.base_fields}
        rows = {name: rows.answers() for name, rows in self.row_sets.items()}
        return {name: value for name, value in {**own, **rows}.items() if value not in UNANSWERED}

    def shown_groups(self) -> Iterator[ShownGroup]:
        """The questions in the order in which they are asked."""
        for group in self.groups:
            fields = [self[name] for name in group.fields]
            yield ShownGroup(group, fields, self.row_sets.get(group.rows))

    def all_errors_listed(self) -> list[tuple[str, str, str]]:
        """The same as a list, which a template can ask whether it is empty."""
        return list(self.all_errors())

    def all_errors(self) -> Iterator[tuple[str, str, str]]:
        """Every refusal as the id of its field (empty if none), the question, the sentence."""
        for name, errors in self.errors.items():
            field = self[name] if name in self.fields else None
            for error in map(str, errors):
                yield (field.auto_id, str(field.label), error) if field else ("", "", error)
        for rows in self.row_sets.values():
            yield from rows.all_errors()


def as_json(value: Any) -> Any:
    """A cleaned value as JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True)
class Longer:
    """A draft with one more empty row; ``anchor`` is where it stands on the page."""

    draft: Draft
    anchor: str


def with_another_row(draft: Draft, prefix: str) -> Longer:
    """The draft with one more row in the repeat of this prefix; as it was if there is none."""
    counter = f"{prefix}-{TOTAL_FORM_COUNT}"
    count = (draft.get(counter) or [""])[0]
    if not re.fullmatch("[0-9]{1,3}", count):
        return Longer(draft, "")
    return Longer({**draft, counter: [str(int(count) + 1)]}, f"{prefix}-{count}")
