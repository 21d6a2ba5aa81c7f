"""Days, typed as day, month and year with any sign between them, in every language."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms.fields.text import PRIVATE, without_hostile_signs

EARLIEST_DAY = date(1900, 1, 1)
FURTHEST = timedelta(days=365 * 20)

_DAY_FIRST = re.compile(r"([0-9]{1,2})[^0-9]{1,3}([0-9]{1,2})[^0-9]{1,3}([0-9]{4})")
_EIGHT_DIGITS = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_SHORT_YEAR = re.compile(r"([0-9]{1,2}[^0-9]{1,3}[0-9]{1,2}[^0-9]{1,3})([0-9]{2})")
_NO_YEAR = re.compile(r"([0-9]{1,2})[^0-9]{1,3}([0-9]{1,2})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def day_from(text: str) -> date | None:
    """The day that ``24/11/1990``, ``24111990`` or ``1990-11-24`` says; None when none exists."""
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(text) or _EIGHT_DIGITS.fullmatch(text):
        day, month, year = match.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


class DayField(forms.DateField):
    """A day from 1900 to twenty years ahead.

    Typed and not picked: a birthday thirty years back is three taps on a telephone's digits.
    """

    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    default_error_messages = {
        "invalid": _("Escriba una fecha que exista: día, mes y año, como 24/11/1990."),
        "too_early": _("Escriba una fecha desde el año 1900."),
        "too_late": _("Esa fecha es demasiado lejana."),
    }

    def to_python(self, value: Any) -> date | None:
        """The day; raises ValidationError for one not in the calendar or out of reach."""
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        day = day_from(self.completed(text))
        if day is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if day < self.first_day():
            raise ValidationError(self.error_messages["too_early"], code="too_early")
        if day > self.last_day():
            raise ValidationError(self.error_messages["too_late"], code="too_late")
        return day

    def completed(self, text: str) -> str:
        """What was typed, with what this field may take for granted; nothing, as a rule."""
        return text

    def first_day(self) -> date:
        """The earliest day that makes sense."""
        return EARLIEST_DAY

    def last_day(self) -> date:
        """The latest day that makes sense."""
        return timezone.localdate() + FURTHEST

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What is shown again after an error."""
        shown = super().bound_data(data, initial)
        return without_hostile_signs(shown) if isinstance(shown, str) else shown

    def prepare_value(self, value: Any) -> Any:
        """The day as it is typed; what cannot be read as one stays as it is."""
        if isinstance(value, str):
            value = day_from(value) or without_hostile_signs(value)
        return f"{value:%d/%m/}{value.year:04}" if isinstance(value, date) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Private: browsers on shared computers keep what was typed."""
        return {**super().widget_attrs(widget), **PRIVATE}


class PastDateField(DayField):
    """A day that has come: today in Bolivia at the latest."""

    default_error_messages = {"too_late": _("La fecha no puede ser posterior a hoy.")}

    def last_day(self) -> date:
        """Today."""
        return timezone.localdate()


class ComingDateField(DayField):
    """A day that has not gone by: today in Bolivia at the earliest. The year may be left out."""

    default_error_messages = {
        "invalid": _("Escriba una fecha que exista: día y mes, como 25/11."),
        "too_early": _("La fecha no puede ser anterior a hoy."),
    }

    def completed(self, text: str) -> str:
        """The day with its year: without one, the next time that day comes."""
        if match := _SHORT_YEAR.fullmatch(text):
            return f"{match[1]}20{match[2]}"
        match = _NO_YEAR.fullmatch(text)
        if match is None:
            return text
        today = timezone.localdate()
        has_gone_by = (int(match[2]), int(match[1])) < (today.month, today.day)
        return f"{text}/{today.year + has_gone_by}"

    def first_day(self) -> date:
        """Today."""
        return timezone.localdate()
