"""Choosing a colleague: to join the team, to leave it, or to answer for the case."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.forms.deed import ColleagueField, DeedForm


class ColleagueForm(DeedForm):
    """One colleague among those handed in."""

    person = ColleagueField(label=_("Persona"))

    def __init__(self, *args: Any, colleagues: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = colleagues  # type: ignore[attr-defined]

    @property
    def chosen(self) -> User:
        """The colleague, once the form is valid."""
        person: User = self.cleaned_data["person"]
        return person
