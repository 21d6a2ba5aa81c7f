"""Rows that repeat inside a section: several incidents, several people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from django.forms import BaseFormSet, HiddenInput, formset_factory
from django.forms.formsets import DELETION_FIELD_NAME, TOTAL_FORM_COUNT
from django.utils.translation import gettext_lazy as _

from casework.forms.fields import SafeCharField

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from django.utils.datastructures import MultiValueDict
    from django.utils.functional import Promise

    from casework.forms.section import Answers, SectionForm

    SectionFormSet = BaseFormSet[SectionForm]
else:
    SectionFormSet = BaseFormSet  # Django's own takes no type in brackets when it runs


KEY = "key"


class RowSet(SectionFormSet):
    """The rows of one repeat. A row left empty, or marked to be removed, is no row."""

    repeat: Repeat
    default_error_messages = {
        "missing_management_form": _("La página llegó incompleta. Vuelva a guardar."),
        "too_many_forms": _("Son demasiadas filas: como máximo %(num)d."),
    }

    def add_fields(self, form: SectionForm, index: int | None) -> None:
        """The key of the row it was read from; a box to remove it, if it was there before."""
        super().add_fields(form, index)
        form.fields[KEY] = SafeCharField(longest=36, required=False, widget=HiddenInput)
        if DELETION_FIELD_NAME in form.fields:
            form.fields[DELETION_FIELD_NAME].label = _("Quitar")

    @property
    def is_nested(self) -> bool:
        """Whether rows hold rows themselves: then only the server can add one."""
        return bool(self.repeat.form.repeats)

    def answers(self) -> list[Answers]:
        """The answers of each row that has any, and its key if it has one."""
        kept = [form for form in self.forms if form not in self.deleted_forms]
        told = ((form.cleaned_data.get(KEY), form.answers()) for form in kept)
        return [{KEY: key, **row} if key else row for key, row in told if row]

    def all_errors(self) -> Iterator[tuple[str, str, str]]:
        """Every refusal in the rows; the question says in which row it stands."""
        for error in self.non_form_errors():
            yield "", "", str(error)
        for number, form in enumerate(self.forms, start=1):
            for anchor, label, error in form.all_errors():
                yield anchor, f"{self.repeat.label} {number}: {label}", error


@dataclass(frozen=True)
class Repeat:
    """A form that is asked as often as needed."""

    form: type[SectionForm]
    label: str | Promise
    add_label: str | Promise
    most: int = 20

    def bind(
        self, data: Mapping[str, Any] | None, *, initial: Sequence[Answers], prefix: str
    ) -> RowSet:
        """The rows as sent, or as they were, or one empty row."""
        rows = _row_set_class(self)(data, initial=list(initial), prefix=prefix)
        rows.repeat = self
        rows.extra = 0 if initial else 1
        return rows

    def typed(self, data: MultiValueDict[str, str], prefix: str) -> list[Answers]:
        """What each row was left with, unread, empty rows too: they were opened."""
        rows = range(self.opened(data, prefix))
        return [
            {**self.form.typed(data, f"{prefix}-{row}"), KEY: data.get(f"{prefix}-{row}-{KEY}")}
            for row in rows
        ]

    def opened(self, data: MultiValueDict[str, str], prefix: str) -> int:
        """How many rows stand on the page."""
        count = data.get(f"{prefix}-{TOTAL_FORM_COUNT}") or ""
        return min(int(count), self.most) if re.fullmatch("[0-9]{1,3}", count) else 0


@cache
def _row_set_class(repeat: Repeat) -> type[RowSet]:
    kind = formset_factory(
        repeat.form,
        formset=RowSet,
        max_num=repeat.most,
        absolute_max=repeat.most,
        validate_max=True,
        can_delete=True,
        can_delete_extra=False,
    )
    return cast("type[RowSet]", kind)
