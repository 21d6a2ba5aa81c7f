"""Forms about one's own account: language, and the partner one works for now."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.staff import LANGUAGES


class LanguageForm(forms.Form):
    """The language of the pages and of the mail."""

    language = forms.ChoiceField(label=_("Idioma"), choices=LANGUAGES, widget=forms.RadioSelect)


class PartnerForm(forms.Form):
    """One of the places she works for; the choices are codes of her own memberships."""

    membership = forms.ChoiceField(label=_("¿Para quién trabaja ahora?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["membership"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)
