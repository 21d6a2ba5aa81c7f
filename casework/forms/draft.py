"""A form as it was left: what was typed so far, unread, and how to show it again."""

from collections.abc import Collection, Mapping
from typing import Any, TypeAlias

from django import forms
from django.utils.datastructures import MultiValueDict

from casework.forms.fields import without_hostile_signs

# Form field name to the list of its values.
Draft: TypeAlias = dict[str, list[str]]


def draft_of(data: MultiValueDict[str, str], known: Collection[str]) -> Draft:
    """What was typed into the known fields and their rows, and nothing else that was sent."""
    return {
        name: [without_hostile_signs(value) for value in values]
        for name, values in data.lists()
        if name.partition("-")[0] in known
    }


def typed_into(form: forms.BaseForm, data: MultiValueDict[str, str]) -> dict[str, Any]:
    """What each field of the form was left with, unread, as its ``initial``."""
    return {
        name: field.widget.value_from_datadict(data, MultiValueDict(), form.add_prefix(name))
        for name, field in form.fields.items()
    }


def offer_back(form: forms.BaseForm, draft: Mapping[str, list[str]]) -> None:
    """Show in a form nobody sent yet what its author left there."""
    left = MultiValueDict({name: list(values) for name, values in draft.items()})
    form.initial = {**form.initial, **typed_into(form, left)}
