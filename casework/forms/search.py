"""What is looked for."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casework.forms.fields import SafeCharField
from vault.names import fold


class SearchForm(forms.Form):
    """A part of a name, an identity card, a telephone, or a case's code."""

    use_required_attribute = False

    query = SafeCharField(
        label=_("Nombre, documento, teléfono o código"),
        help_text=_("Del nombre basta una parte, como suene."),
        error_messages={"required": _("Escriba qué busca.")},
        longest=100,
    )

    def clean_query(self) -> str:
        """Refuses a single sound: it stands in almost every name, and would list everybody."""
        query: str = self.cleaned_data["query"]
        if query.isalpha() and len(fold(query)) == 1:
            raise ValidationError(_("Eso suena en casi todos los nombres: escriba algo más."))
        return query
