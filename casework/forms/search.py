"""What is looked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms.fields import SafeCharField


class SearchForm(forms.Form):
    """A part of a name, an identity card, a telephone, or a case's code."""

    use_required_attribute = False

    query = SafeCharField(
        label=_("Nombre, documento, teléfono o código"),
        help_text=_("Del nombre basta una parte, como suene."),
        error_messages={"required": _("Escriba qué busca.")},
        longest=100,
    )
