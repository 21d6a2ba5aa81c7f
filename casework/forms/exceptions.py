"""What people type to restrict a case, to share it, to break the glass and to review that."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.actions.break_glass import Glass
from casework.forms.deed import DeedForm
from casework.forms.fields import (
    CodeField,
    CodesField,
    ComingDateField,
    SafeCharField,
    SafeTextField,
    YesNoField,
)
from casework.models.exception import SharePurpose
from vault.compartments import Compartment

LONGEST_RESTRICTION = timedelta(days=365)
LONGEST_SHARE = timedelta(days=180)
REASON_ABOUT = _("Sin nombres ni datos de ella.")
PARTS = {
    Compartment.IDENTITY: _("Quién es: nombre, documento, edad, personas a su cargo"),
    Compartment.CASE: _("El caso: hechos, riesgo, necesidades, contacto seguro, sesiones sociales"),
    Compartment.PSYCHOLOGICAL: _("Notas psicológicas"),
    Compartment.LEGAL: _("Notas legales"),
}


class UntilField(ComingDateField):
    """The last day, within what is allowed; its moment is the end of that day."""

    default_error_messages = {"too_late": _("Ese plazo es demasiado largo.")}

    def __init__(self, *, longest: timedelta, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest = longest

    def last_day(self) -> date:
        """The longest it may last."""
        return timezone.localdate() + self.longest


def end_of(day: date) -> datetime:
    """The moment in which a day is over, in Bolivia."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


class RestrictForm(DeedForm):
    """Who may go on working on the case, until when, and why."""

    people = CodesField(
        label=_("Quiénes pueden verlo"),
        help_text=_("Además de ellas lo ve la supervisora, y cada entrada suya queda registrada."),
    )
    ends_on = UntilField(
        label=_("Hasta"),
        help_text=_("Un año como máximo. Después se puede renovar."),
        longest=LONGEST_RESTRICTION,
    )
    reason = SafeTextField(label=_("¿Por qué se restringe?"), help_text=REASON_ABOUT, longest=2_000)

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {str(user.id): user for user in colleagues}
        people = self.fields["people"]
        assert isinstance(people, forms.MultipleChoiceField)  # noqa: S101  # tells mypy
        people.choices = [(key, user.full_name) for key, user in self.colleagues.items()]

    def team(self) -> list[User]:
        """The people named, once the form is valid."""
        return [self.colleagues[key] for key in self.cleaned_data["people"]]

    def ends_at(self) -> datetime:
        """The end of the last day."""
        return end_of(self.cleaned_data["ends_on"])


class ShareForm(DeedForm):
    """With whom, what, what for, and until when."""

    address = SafeCharField(
        label=_("Correo de la persona, en otra organización"),
        help_text=_("Solo ella podrá verlo; nadie más de su organización."),
        longest=254,
        widget=forms.EmailInput,
    )
    compartments = CodesField(label=_("Qué se comparte"))
    purpose = CodeField(label=_("Para qué"), choices=SharePurpose.choices)
    reason = SafeTextField(
        label=_("Qué se le pide"), help_text=REASON_ABOUT, required=False, longest=2_000
    )
    ends_on = UntilField(
        label=_("Hasta"), help_text=_("Seis meses como máximo."), longest=LONGEST_SHARE
    )

    def __init__(self, *args: Any, offered: frozenset[Compartment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = self.fields["compartments"]
        assert isinstance(parts, forms.MultipleChoiceField)  # noqa: S101  # tells mypy
        parts.choices = [(kind.value, label) for kind, label in PARTS.items() if kind in offered]

    def chosen(self) -> list[Compartment]:
        """The compartments, once the form is valid."""
        return [Compartment(code) for code in self.cleaned_data["compartments"]]

    def ends_at(self) -> datetime:
        """The end of the last day."""
        return end_of(self.cleaned_data["ends_on"])

    def keep(self) -> None:
        """Show it no more: it is carried along to be confirmed as it stands."""
        for field in self.fields.values():
            field.widget = field.hidden_widget()


class BreakGlassForm(DeedForm):
    """Which case, what of it, and why now."""

    code = SafeCharField(label=_("Código del caso"), longest=9)
    glass = CodeField(label=_("Qué necesita leer"), choices=Glass.choices, widget=forms.RadioSelect)
    reason = SafeTextField(
        label=_("¿Por qué no puede esperar?"), help_text=REASON_ABOUT, longest=2_000
    )

    def clean_code(self) -> str:
        """As codes are written."""
        return str(self.cleaned_data["code"]).upper()


class ReviewForm(DeedForm):
    """Whether the emergency was one, and what follows."""

    was_justified = YesNoField(label=_("¿Fue necesario?"))
    note = SafeTextField(
        label=_("Qué se revisó y qué sigue"), help_text=REASON_ABOUT, longest=2_000
    )
