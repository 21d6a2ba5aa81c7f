"""The filters of the trail; all of them travel as codes and dates, none as a name."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.staff import Staff
from audit.events import Event, Outcome
from audit.models.entry import TrailQuerySet
from oversight.access import subjects_of, without_routine


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

    routine = forms.BooleanField(
        label=_("Mostrar también lo rutinario: listas que se miraron y borradores"), required=False
    )

    def __init__(self, *args: Any, staff: Staff, people: Mapping[UUID, str]) -> None:
        super().__init__(*args)
        self.staff = staff
        everything = [("", _("Todo"))]
        self._choice("person").choices = [
            ("", _("Todas")),
            *((str(id_), name) for id_, name in people.items()),
        ]
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

    @property
    def shows_routine(self) -> bool:
        """Whether lists and drafts are among what is shown; a valid form knows."""
        chosen = self.cleaned_data if self.is_valid() else {"routine": True}
        return bool(chosen["routine"] or chosen["event"])

    def narrow(self, trail: TrailQuerySet) -> TrailQuerySet:
        """The entries that pass; a form with an error lets all pass and shows the error.

        What is routine passes when it is asked for, or when its kind is.
        """
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
        if not self.shows_routine:
            trail = without_routine(trail)
        return trail.between(_begin(chosen["since"]), _end(chosen["until"]))


def _begin(day: Any) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def _end(day: Any) -> datetime | None:
    return _begin(day + timedelta(days=1)) if day else None
