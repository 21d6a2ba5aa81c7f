"""Forms of passkeys: what a browser hands over is read, checked, and refused calmly."""

import struct
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as allauth_forms
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.access import works_here
from accounts.fields import PlainTextField
from accounts.signing_in import record_about
from audit.events import Event, Outcome

NAME = _("Nombre para reconocerla")
NAME_HELP = _("Por ejemplo: mi celular, la llave azul.")
NOT_TAKEN = _("El dispositivo no mandó una llave que sirva. Pruebe otra vez.")
# What reading bytes and maps that anybody may have made up can end in.
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, struct.error, InvalidSignature)


class NameField(PlainTextField):
    """What she calls a passkey."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=NAME, help_text=NAME_HELP, max_length=40, **kwargs)


class CredentialField(forms.JSONField):
    """What the browser hands over, in a hidden field that its script fills."""

    widget = forms.HiddenInput
    default_error_messages = {"required": NOT_TAKEN, "invalid": NOT_TAKEN}


class AddPasskeyForm(allauth_forms.SignupWebAuthnForm):
    """A new passkey and its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = NameField()
        self.fields["credential"] = CredentialField()

    def clean(self) -> dict[str, Any]:
        """A passkey made for this very page, by somebody whom the device recognised."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except (*UNREADABLE, ValidationError) as error:
            raise ValidationError(NOT_TAKEN, code="not_taken") from error
        return cleaned


class PasskeyForm(allauth_forms.AuthenticateWebAuthnForm):
    """Asks for a passkey of hers; a wrong one stands on the trail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField()

    def clean_credential(self) -> Authenticator:
        """Her passkey, if it signed this page's challenge."""
        try:
            return super().clean_credential()
        except (*UNREADABLE, ValidationError) as error:
            is_locked = getattr(error, "code", "") == "too_many_login_attempts"
            event = Event.LOCKED_OUT if is_locked else Event.SIGN_IN_FAILED
            record_about(self.user and self.user.email, event, outcome=Outcome.REFUSED)
            if is_locked:
                raise
            raise ValidationError(NOT_TAKEN, code="not_taken") from error


class PasskeyStepForm(PasskeyForm):
    """A passkey after the password."""


class PasskeyAgainForm(PasskeyForm, allauth_forms.ReauthenticateWebAuthnForm):
    """A passkey once more, before something that matters."""


class PasskeyAloneForm(PasskeyForm, allauth_forms.LoginWebAuthnForm):
    """A passkey in place of address and password: it says itself whose it is."""

    def clean_credential(self) -> Authenticator:
        """Of somebody who works here now; anybody else's is like one nobody knows."""
        authenticator = super().clean_credential()
        if not works_here(authenticator.user):
            record_about(authenticator.user.email, Event.SIGN_IN_FAILED, outcome=Outcome.REFUSED)
            raise ValidationError(NOT_TAKEN, code="not_taken")
        return authenticator


class RenameForm(forms.Form):
    """Another name for a passkey."""

    name = NameField()
