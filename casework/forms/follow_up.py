"""What people type about follow-ups: a new one, and what became of it."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework import catalogue
from casework.actions.follow_up import NextStep
from casework.forms.deed import ColleagueField, DeedForm, HourField, WorkingDayForm
from casework.forms.fields import (
    CodeField,
    ComingDateField,
    SafeCharField,
    SafeTextField,
    YesNoField,
)

DAY_HINT = _("Día y mes, por ejemplo 25/11.")


def kinds_of_follow_up() -> list[tuple[str, str]]:
    """The kinds, as the catalogue orders them."""
    return catalogue.choices("seguimiento_tipo")


class FollowUpForm(WorkingDayForm):
    """The next contact or errand."""

    kind = CodeField(label=_("¿Qué hay que hacer?"), choices=kinds_of_follow_up)
    due_on = ComingDateField(label=_("¿Qué día?"), help_text=DAY_HINT)
    due_at_time = HourField(
        label=_("¿A qué hora?"), help_text=_("Solo si es una cita."), required=False
    )
    what = SafeCharField(
        label=_("Nota breve"),
        help_text=_("Por ejemplo: preguntar si ya tiene fecha de audiencia."),
        required=False,
        longest=300,
    )
    assigned_to = ColleagueField(label=_("¿Quién lo hará?"))

    field_order = ("kind", "due_on", "asked_about", "due_at_time", "what", "assigned_to")

    def __init__(self, *args: Any, colleagues: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assigned_to"].queryset = colleagues  # type: ignore[attr-defined]

    def step(self) -> NextStep:
        """What was planned."""
        told = self.cleaned_data
        return NextStep(
            kind=told["kind"],
            due_on=told["due_on"],
            due_at_time=told["due_at_time"],
            what=told["what"],
            assigned_to=told["assigned_to"],
        )


class FinishForm(DeedForm):
    """It was done."""

    has_spoken_with_her = YesNoField(label=_("¿Habló con ella?"))
    outcome = SafeTextField(
        label=_("¿Qué resultó?"),
        help_text=_("Lo ve quien puede ver el caso."),
        required=False,
    )


class MoveForm(WorkingDayForm):
    """It waits for another day."""

    due_on = ComingDateField(label=_("Nueva fecha"), help_text=DAY_HINT)
    due_at_time = HourField(
        label=_("¿A qué hora?"), help_text=_("Solo si es una cita."), required=False
    )

    field_order = ("due_on", "asked_about", "due_at_time")

    def when(self) -> dict[str, Any]:
        """The day and the hour."""
        return {name: self.cleaned_data[name] for name in ("due_on", "due_at_time")}


class ReassignForm(DeedForm):
    """A colleague takes it over."""

    to = ColleagueField(label=_("¿Quién lo hará?"))

    def __init__(self, *args: Any, colleagues: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues  # type: ignore[attr-defined]
