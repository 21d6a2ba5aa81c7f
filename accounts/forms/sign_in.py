"""Forms of the door: sign in, forgotten password, new password, and proving it is still her."""

from collections.abc import Mapping
from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actions import ask_password_link
from accounts.passwords import LONGEST, StrengthValidator

Labels = Mapping[str, str | Promise]

EMAIL = _("Correo electrónico")
PASSWORD = _("Contraseña")
NEW_PASSWORD = _("Contraseña nueva")
NEW_PASSWORD_AGAIN = _("La misma contraseña, otra vez")


def speak(form: forms.BaseForm, labels: Labels) -> None:
    """Give allauth's fields our words, no placeholder, and an end to what they take."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label = str(label)
        field.help_text = ""
        field.widget.attrs.pop("placeholder", None)
        if isinstance(field.widget, forms.PasswordInput):
            field.validators.append(MaxLengthValidator(LONGEST))
    if "password1" in labels:
        form.fields["password1"].help_text = StrengthValidator().get_help_text()


class SignInForm(allauth_forms.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self, {"login": EMAIL, "password": PASSWORD})
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    """Her password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self, {"password": PASSWORD})


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    """The current password and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(
            self,
            {
                "oldpassword": _("Contraseña actual"),
                "password1": NEW_PASSWORD,
                "password2": NEW_PASSWORD_AGAIN,
            },
        )


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    """The new password twice, on the page a link of ours leads to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD_AGAIN})


class ForgottenPasswordForm(allauth_forms.ResetPasswordForm):
    """An address; known or not, the answer and its time are the same."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self, {"email": EMAIL})

    def clean_email(self) -> str:
        """The address as it is kept; nobody is looked up here."""
        return str(self.cleaned_data["email"]).strip().lower()

    def save(self, request: HttpRequest, **_kwargs: Any) -> str:
        """Send the link, if anybody works here under this address."""
        address: str = self.cleaned_data["email"]
        ask_password_link(address)
        return address
