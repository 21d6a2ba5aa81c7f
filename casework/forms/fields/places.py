"""A municipality, typed with the browser's own suggestions: 340 options are no list to scroll."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casework.catalogue import Municipality, UnknownCode, municipalities, municipality
from casework.forms.fields.text import SafeCharField

SUGGESTIONS = "municipalities"
# What everybody calls two cities whose full names stand in the list of the INE.
EVERYDAY_NAMES = {"020101": "La Paz", "070101": "Santa Cruz"}


class MunicipalityField(SafeCharField):
    """The INE code of a municipality, shown and typed as ``El Alto, La Paz``.

    The page prints one ``<datalist id="municipalities">`` (``suggestions``) for all of them;
    a browser that knows no such list still takes the name as typed.
    """

    widget = forms.TextInput(attrs={"list": SUGGESTIONS})
    default_error_messages = {
        "unknown": _("No hay un municipio con ese nombre. Elija uno de los que se sugieren."),
        "ambiguous": _("Hay más de uno con ese nombre: %(names)s. Escríbalo así, completo."),
    }

    def to_python(self, value: Any) -> str:
        """The code; raises ValidationError for a name that says none, or several."""
        typed = super().to_python(value)
        if not typed:
            return ""
        meant = _by_name().get(_folded(typed), ())
        if not meant:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        if len(meant) > 1:
            names = {"names": "; ".join(full_name(each) for each in meant)}
            raise ValidationError(self.error_messages["ambiguous"], code="ambiguous", params=names)
        return meant[0].code

    def prepare_value(self, value: Any) -> Any:
        """The name of a code; anything else as it was typed."""
        try:
            return full_name(municipality(value))
        except UnknownCode:
            return super().prepare_value(value)


def full_name(place: Municipality) -> str:
    """The name that no other municipality has."""
    return f"{place.short_name}, {place.department}"


@cache
def suggestions(department: str) -> tuple[str, ...]:
    """Every municipality's full name, those of this department (its code) first."""
    near = sorted(municipalities(), key=lambda place: _folded(place.short_name))
    return tuple(full_name(p) for p in sorted(near, key=lambda p: p.department_code != department))


@cache
def _by_name() -> Mapping[str, tuple[Municipality, ...]]:
    """What may be typed, to what it may mean: the code, the name, the name with department."""
    meanings: dict[str, list[Municipality]] = defaultdict(list)
    for place in municipalities():
        everyday = EVERYDAY_NAMES.get(place.code, place.name)
        for name in {place.code, place.short_name, place.name, full_name(place), everyday}:
            meanings[_folded(name)].append(place)
    return {name: tuple(places) for name, places in meanings.items()}


def _folded(name: str) -> str:
    """Without accents, capitals, and signs."""
    letters = unicodedata.normalize("NFD", name.casefold())
    return "".join(letter for letter in letters if letter.isalnum())
