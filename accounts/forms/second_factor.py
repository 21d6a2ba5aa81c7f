"""Forms of the second step: a code out of an app or off a paper."""

from typing import Any

from allauth.core import context
from allauth.mfa.base import forms as allauth_forms
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.adapters import SecondFactorAdapter
from accounts.fields import CodeField
from accounts.signing_in import record_about
from audit.events import Event, Outcome

CODE = _("Código")
CODE_HELP = _("El de su aplicación, o uno de sus códigos de respaldo.")


class CodeForm(allauth_forms.BaseAuthenticateForm):
    """Asks for a code; a wrong one stands on the trail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = CodeField(label=CODE, help_text=CODE_HELP)

    def clean_code(self) -> str:
        """The code, if it is hers and was not used before."""
        try:
            return str(super().clean_code())
        except ValidationError as error:
            is_locked = error.code == "too_many_login_attempts"
            event = Event.LOCKED_OUT if is_locked else Event.SIGN_IN_FAILED
            record_about(self.user.email, event, outcome=Outcome.REFUSED)
            raise


class SecondStepForm(CodeForm, allauth_forms.AuthenticateForm):
    """The code after the password."""


class SecondStepAgainForm(CodeForm, allauth_forms.ReauthenticateForm):
    """The code once more, before something that matters."""


class SetUpForm(ActivateTOTPForm):
    """The first code of a new app.

    Until it is accepted the app's secret waits in the session, which is a row of the
    database: it waits there sealed.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = CodeField(label=CODE, help_text=_("Las 6 cifras que muestra ahora."))
        self.secret: str = _kept_sealed(self.secret)


def _kept_sealed(secret: str) -> str:
    """The secret in clear; the session keeps it sealed, from the first page to the last."""
    adapter = SecondFactorAdapter()
    if secret.startswith("system:"):
        return adapter.decrypt(secret)
    context.request.session[SECRET_SESSION_KEY] = adapter.encrypt(secret)
    return secret
