"""Form fields that take what people type and refuse what no person types."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Marks that turn the reading direction around and so can make one text look like another.
DIRECTION_MARKS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
LINE_CONTROLS = frozenset("\n\r\t")
UNPRINTABLE = frozenset({"Cc", "Cs", "Cn", "Co"})


def refuse_unreadable(text: str) -> None:
    """Raise ``ValidationError`` when the text holds what cannot be seen."""
    if any(_is_unreadable(character) for character in text):
        raise ValidationError(
            _("Hay un carácter que no se puede leer. Bórrelo y escríbalo de nuevo."),
            code="unreadable",
        )


class PlainTextField(forms.CharField):
    """One or more lines of readable text, kept in the composed form (NFC)."""

    default_validators = [refuse_unreadable]

    def to_python(self, value: Any) -> str:
        """The text, composed and without space around it."""
        return unicodedata.normalize("NFC", super().to_python(value) or "")


class CodeField(forms.CharField):
    """A code of digits out of an authenticator app or off a paper; spaces do not count."""

    default_error_messages = {"not_digits": _("El código tiene solo cifras.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})
        super().__init__(widget=widget, max_length=20, **kwargs)

    def clean(self, value: Any) -> str:
        """The digits alone."""
        digits = "".join(str(super().clean(value)).split())
        if not (digits.isascii() and digits.isdigit()):
            raise ValidationError(self.error_messages["not_digits"], code="not_digits")
        return digits


def _is_unreadable(character: str) -> bool:
    if character in LINE_CONTROLS:
        return False
    return character in DIRECTION_MARKS or unicodedata.category(character) in UNPRINTABLE
