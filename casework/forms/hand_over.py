"""What people type to propose a case to a colleague, or to share out a leaver's cases."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.forms.deed import DeedForm
from casework.forms.exceptions import REASON_ABOUT
from casework.forms.fields import CodeField, CodesField, SafeTextField
from casework.forms.team import ColleagueForm


class ProposeForm(ColleagueForm):
    """To whom, and what she should know."""

    reason = SafeTextField(
        label=_("Por qué"), help_text=REASON_ABOUT, required=False, longest=2_000
    )


class ReassignForm(DeedForm):
    """Whose cases, and to whom."""

    leaver = CodeField(label=_("De quién son los casos"), choices=())
    takers = CodesField(
        label=_("A quiénes pasan"),
        help_text=_("Si elige a varias, se reparten por igual."),
    )

    def __init__(
        self, *args: Any, people: Iterable[User], colleagues: Iterable[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.id): user for user in people}
        self.colleagues = {str(user.id): user for user in colleagues}
        for name, known in (("leaver", self.people), ("takers", self.colleagues)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  # tells mypy
            field.choices = [(key, user.full_name) for key, user in known.items()]

    def chosen(self) -> tuple[User, list[User]]:
        """Who leaves, and who takes her cases, once the form is valid."""
        leaver = self.people[self.cleaned_data["leaver"]]
        return leaver, [self.colleagues[key] for key in self.cleaned_data["takers"]]
