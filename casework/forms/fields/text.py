"""Text, of one line or several."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import BaseValidator
from django.utils.translation import gettext_lazy as _

LONGEST_LINE = 120
LONGEST_TEXT = 20_000
# Browsers on shared computers keep what was typed, and some send it away to check its spelling.
PRIVATE = {"autocomplete": "off", "spellcheck": "false"}

# NUL and the other control characters, halves of characters, byte order marks, and the marks
# that turn the direction of writing: nobody types them on purpose.
_HOSTILE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_BREAK = re.compile(r"[\t\n]+")


def without_hostile_signs(text: str) -> str:
    """The text as a page may show it again."""
    return _HOSTILE.sub("", normalised(text))


def normalised(text: str) -> str:
    """The text in NFC, its lines ended by a line feed alone."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


class LengthLimit(BaseValidator):
    """At most so many characters, counted aloud."""

    message = _("Escriba como máximo %(limit_value)s caracteres: ahora hay %(show_value)s.")
    code = "max_length"

    def compare(self, a: Any, b: Any) -> bool:
        """Whether the length is over the limit."""
        return bool(a > b)

    def clean(self, x: Any) -> int:
        """The length."""
        return len(x)


class SafeTextField(forms.CharField):
    """Several lines of text.

    Signs that nobody types on purpose are refused, and the field shows the text again without
    them: pressing the button once more keeps it.
    """

    widget: type[forms.Widget] | forms.Widget = forms.Textarea(attrs={"rows": 4})
    default_error_messages = {
        "invisible": _(
            "El texto traía signos invisibles que no se pueden guardar; ya los quitamos. "
            "Revíselo y vuelva a guardar."
        ),
    }

    def __init__(self, *, longest: int = LONGEST_TEXT, **kwargs: Any) -> None:
        # No max_length: its attribute makes browsers cut a pasted text without a word.
        super().__init__(**kwargs)
        self.validators.append(LengthLimit(longest))

    def to_python(self, value: Any) -> str:
        """The text normalised, without the white space around it."""
        text = normalised(str(value)).strip() if value not in self.empty_values else ""
        if self.as_shown(text) != text:
            raise ValidationError(self.error_messages["invisible"], code="invisible")
        return text

    def as_shown(self, text: str) -> str:
        """The text without what the field cannot keep."""
        return without_hostile_signs(text)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What is shown again after an error."""
        shown = super().bound_data(data, initial)
        return self.as_shown(shown) if isinstance(shown, str) else shown

    def prepare_value(self, value: Any) -> Any:
        """What is shown of a draft, which nothing has looked at yet."""
        return self.as_shown(value) if isinstance(value, str) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Private: see above."""
        return {**super().widget_attrs(widget), **PRIVATE}


class SafeCharField(SafeTextField):
    """One line of text: a tab or a line break inside it is refused like an invisible sign."""

    widget: type[forms.Widget] | forms.Widget = forms.TextInput

    def __init__(self, *, longest: int = LONGEST_LINE, **kwargs: Any) -> None:
        super().__init__(longest=longest, **kwargs)

    def as_shown(self, text: str) -> str:
        """The text in one line."""
        return _BREAK.sub(" ", super().as_shown(text))
