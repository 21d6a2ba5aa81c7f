"""What the forms of deeds share: a plain form, a colleague, an hour, and a day that may be free."""

from copy import copy
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.catalogue import is_working_day
from casework.errors import CaseworkError
from casework.forms.fields import without_hostile_signs
from casework.overviews.working_days import why_free


class DeedForm(forms.Form):
    """What one deed needs to know."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def refuse(self, error: CaseworkError, field: str | None = None) -> None:
        """Say why the deed could not be done, beside the field if it is about one."""
        self.add_error(field, str(error.message))


class ColleagueField(forms.ModelChoiceField):  # type: ignore[type-arg]  # plain at run time
    """Somebody of one's own partner who works on cases; the view hands in who they are."""

    default_error_messages: ClassVar = {
        "required": _("Elija a una persona."),
        "invalid_choice": _("Elija a una persona de la lista."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", _("Elija a una persona"))
        super().__init__(queryset=User.objects.none(), **kwargs)

    def label_from_instance(self, obj: User) -> str:
        """Her name, as colleagues know her."""
        return obj.full_name


class HourField(forms.TimeField):
    """An hour of the day, typed or picked; kept to the minute."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time", "autocomplete": "off"})
    default_error_messages: ClassVar = {"invalid": _("Escriba una hora, como 09:30.")}
    input_formats = ("%H:%M", "%H:%M:%S", "%H.%M")

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What is shown again after an error."""
        shown = super().bound_data(data, initial)
        return without_hostile_signs(shown) if isinstance(shown, str) else shown


class WorkingDayForm(DeedForm):
    """A form with a day on which somebody has to work: a free one is asked about once.

    The page remembers which day was asked about; sending the same day again means it.
    """

    day_field: ClassVar[str] = "due_on"

    asked_about = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, department: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.department = department

    def clean(self) -> dict[str, Any]:
        """Ask once about a day on which offices do not work."""
        cleaned = super().clean() or {}
        day = cleaned.get(self.day_field)
        if day and not self._works_on(day) and cleaned.get("asked_about") != day.isoformat():
            self._ask_about(day)
        return cleaned

    def _works_on(self, day: date) -> bool:
        return is_working_day(day, self.department)

    def _ask_about(self, day: date) -> None:
        typed: Any = copy(self.data)  # a copy of a request's data may be changed
        typed[self.add_prefix("asked_about")] = day.isoformat()
        self.data = typed
        written = f"{date_format(day, 'l')} {date_format(day, 'MONTH_DAY_FORMAT')}"
        question = gettext(
            "El %(day)s no es día laborable (%(reason)s). Cambie la fecha, o vuelva a guardar si "
            "la quiere así."
        )
        reason = why_free(day, self.department)
        self.add_error(self.day_field, question % {"day": written, "reason": reason})
