"""Forms about the people of a partner: invite somebody, change her role."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import PlainTextField
from accounts.permissions import PARTNER_ROLES, Role

ROLES = [(role.value, role.label) for role in Role if role in PARTNER_ROLES]
LANGUAGES = [("es", _("Español")), ("en", _("Inglés"))]


class RoleField(forms.TypedChoiceField):
    """One of the roles a partner has; answers with a ``Role``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Rol"), choices=ROLES, coerce=Role, widget=forms.RadioSelect, **kwargs
        )


class InviteForm(forms.Form):
    """Who is invited, and as what."""

    full_name = PlainTextField(label=_("Nombre completo"), max_length=120)
    email = forms.EmailField(
        label=_("Correo electrónico"),
        max_length=254,
        help_text=_("Recibirá un enlace para elegir su contraseña. El mensaje es neutro."),
    )
    role = RoleField()
    language = forms.ChoiceField(
        label=_("Idioma"), choices=LANGUAGES, initial="es", widget=forms.RadioSelect
    )


class ChangeRoleForm(forms.Form):
    """The role she should have from now on."""

    role = RoleField()
