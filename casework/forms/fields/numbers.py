"""Numbers: how many, and whom to call."""

import re
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casework.forms.fields.text import PRIVATE, SafeCharField, without_hostile_signs

HOME_REGION = "BO"


class PhoneField(SafeCharField):
    """A telephone number, kept as typed; a Bolivian one needs no country code.

    Numbers copied from a telephone's address book come wrapped in invisible marks: here they
    are dropped, for no number means anything by them.
    """

    widget = forms.TextInput(attrs={"inputmode": "tel"})
    default_error_messages = {
        "invalid": _("Escriba un número de teléfono, como 71234567 o +54 11 2345 6789."),
    }

    def to_python(self, value: Any) -> str:
        """The number as typed; raises ValidationError when nobody could dial it."""
        number = super().to_python(without_hostile_signs(str(value or "")))
        if number and not can_be_dialled(number):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return number


def can_be_dialled(number: str) -> bool:
    """Whether the text has the form of a telephone number."""
    if not re.fullmatch(r"[0-9+() ./-]{1,40}", number):
        return False
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, HOME_REGION))
    except phonenumbers.NumberParseException:
        return False


class WholeNumberField(forms.IntegerField):
    """A whole number between two limits, both allowed."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    default_error_messages = {"invalid": _("Escriba un número entero entre %(least)s y %(most)s.")}

    def __init__(self, *, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least, self.most = least, most

    def to_python(self, value: Any) -> int | None:
        """The number, written in ordinary digits."""
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", text) or not self.least <= int(text) <= self.most:
            limits = {"least": self.least, "most": self.most}
            raise ValidationError(self.error_messages["invalid"], code="invalid", params=limits)
        return int(text)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What is shown again after an error."""
        shown = super().bound_data(data, initial)
        return without_hostile_signs(shown) if isinstance(shown, str) else shown

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Private, and not the browser's own number box, which scrolls numbers away."""
        return {**super().widget_attrs(widget), **PRIVATE}
