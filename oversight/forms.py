"""The filters of the trail; all of them travel as codes and dates, none as a name."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.staff import Staff
from audit.events import Event, Outcome
from audit.models.entry import TrailQuerySet
from oversight.access import subjects_of


class TrailFilter(forms.Form):
    """Which entries to show. An impossible choice is said beside its field and filters nothing."""

    person = forms.ChoiceField(label=_("Persona"), required=False)
    case = forms.RegexField(
        label=_("Código del caso"), required=False, regex=r"^[0-9A-Z]{4}-[0-9A-Z]{4}$", strip=True
    )
    event = forms.ChoiceField(label=_("Qué pasó"), required=False)
    outcome = forms.ChoiceField(label=_("Resultado"), required=False)
    since = forms.DateField(
        label=_("Desde"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Hasta"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, staff: Staff, people: list[tuple[str, str]]) -> None:
        super().__init__(*args)
        self.staff = staff
        everything = [("", _("Todo"))]
        self._choice("person").choices = [("", _("Todas")), *people]
        self._choice("event").choices = [*everything, *Event.choices]
        self._choice("outcome").choices = [*everything, *Outcome.choices]

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy what is above
        return field

    @property
    def active(self) -> int:
        """How many filters are in use."""
        return sum(bool(self.data.get(name)) for name in self.fields)

    def narrow(self, trail: TrailQuerySet) -> TrailQuerySet:
        """The entries that pass; a form with an error lets all pass and shows the error."""
        if not self.is_valid():
            return trail
        chosen = self.cleaned_data
        if chosen["person"]:
            trail = trail.by_actor(chosen["person"])
        if chosen["case"]:
            trail = trail.about(subjects_of(self.staff, chosen["case"]))
        if chosen["event"]:
            trail = trail.of_events([chosen["event"]])
        if chosen["outcome"]:
            trail = trail.outcome(chosen["outcome"])
        return trail.between(_begin(chosen["since"]), _end(chosen["until"]))


def _begin(day: Any) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def _end(day: Any) -> datetime | None:
    return _begin(day + timedelta(days=1)) if day else None
