"""What people type about a session: what all may know, the note, and the next step."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.actions.follow_up import NextStep
from casework.actions.session import SessionFacts
from casework.forms.deed import DeedForm, HourField, WorkingDayForm
from casework.forms.fields import (
    CodeField,
    ComingDateField,
    PastDateField,
    SafeCharField,
    SafeTextField,
    WholeNumberField,
)
from casework.forms.follow_up import DAY_HINT, kinds_of_follow_up
from casework.models.session import Attendance, SessionKind, SessionMode

LONGEST_SESSION = 600


class SessionForm(WorkingDayForm):
    """A session that took place, or did not."""

    day_field = "next_due_on"

    kind = CodeField(
        label=_("Tipo de sesión"),
        help_text=_(
            "Decide quién lee la nota: la social, quien puede ver el caso; la psicológica y la "
            "legal, solo quien tiene ese rol y apoya el caso. Que la sesión tuvo lugar lo ven "
            "todas las personas del caso."
        ),
        choices=[],
        widget=forms.RadioSelect(attrs={"class": "choices--inline"}),
    )
    held_on = PastDateField(label=_("Fecha"), help_text=DAY_HINT)
    attendance = CodeField(
        label=_("Asistencia"),
        choices=Attendance.choices,
        widget=forms.RadioSelect(attrs={"class": "choices--inline"}),
    )
    mode = CodeField(
        label=_("Modalidad"),
        choices=SessionMode.choices,
        widget=forms.RadioSelect(attrs={"class": "choices--inline"}),
    )
    minutes = WholeNumberField(
        label=_("Duración en minutos"), least=1, most=LONGEST_SESSION, required=False
    )
    note = SafeTextField(
        label=_("Nota"),
        help_text=_("Después de guardarla no se cambia: lo que falte se agrega como adenda."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    next_kind = CodeField(
        label=_("¿Qué hay que hacer?"),
        choices=kinds_of_follow_up,
        required=False,
        unanswered=_("Nada por ahora"),
    )
    next_due_on = ComingDateField(label=_("¿Qué día?"), help_text=DAY_HINT, required=False)
    next_at_time = HourField(
        label=_("¿A qué hora?"), help_text=_("Solo si es una cita."), required=False
    )
    next_what = SafeCharField(label=_("Nota breve"), required=False, longest=300)

    about: ClassVar = ("kind", "held_on", "attendance", "mode", "minutes")
    next_step: ClassVar = (
        "next_kind",
        "next_due_on",
        "asked_about",
        "next_at_time",
        "next_what",
    )

    def __init__(self, *args: Any, kinds: Sequence[SessionKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(kind.value, kind.label) for kind in kinds]
        self.fields["kind"].choices = offered  # type: ignore[attr-defined]
        if len(offered) == 1:
            self.initial.setdefault("kind", offered[0][0])

    def clean(self) -> dict[str, Any]:
        """A next step is a thing to do and a day, both or neither."""
        cleaned = super().clean()
        kind, day = cleaned.get("next_kind"), cleaned.get("next_due_on")
        if kind and day is None and "next_due_on" not in self.errors:
            self.add_error("next_due_on", _("Escriba la fecha del próximo paso."))
        planned = ("next_due_on", "next_at_time", "next_what")
        if not kind and any(cleaned.get(name) for name in planned):
            self.add_error("next_kind", _("Elija qué hay que hacer ese día."))
        return cleaned

    @property
    def about_fields(self) -> list[forms.BoundField]:
        """The questions about the session itself."""
        return [self[name] for name in self.about]

    @property
    def next_step_fields(self) -> list[forms.BoundField]:
        """The questions about what comes next."""
        return [self[name] for name in self.next_step]

    def facts(self) -> SessionFacts:
        """What everybody on the case may know."""
        told = self.cleaned_data
        return SessionFacts(
            kind=SessionKind(told["kind"]),
            mode=SessionMode(told["mode"]),
            attendance=Attendance(told["attendance"]),
            held_on=told["held_on"],
            minutes=told["minutes"],
        )

    def step_for(self, user: User) -> NextStep | None:
        """The next step, for the person who recorded the session; None when there is none."""
        told = self.cleaned_data
        if not told["next_kind"]:
            return None
        return NextStep(
            kind=told["next_kind"],
            due_on=told["next_due_on"],
            due_at_time=told["next_at_time"],
            what=told["next_what"],
            assigned_to=user,
        )


class AddendumForm(DeedForm):
    """Something to add to a note that stands."""

    note = SafeTextField(label=_("Agregar a la nota"))
