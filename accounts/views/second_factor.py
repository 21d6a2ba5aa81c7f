"""The second step: what she has of it, showing it, setting up an app, removing it."""

from typing import Any

from allauth.mfa.base import views as base
from allauth.mfa.totp import views as totp
from django.forms import Form
from django.http import HttpResponse

from accounts import actions, passkeys, second_factor
from accounts.qr import qr_code


class IndexView(base.IndexView):
    """Her app, her passkeys, her recovery codes."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The passkeys by their codes."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "passkeys": passkeys.passkeys_of(self.request.user)}


class StepView(base.AuthenticateView):
    """After the password: a code, or a passkey for whoever has one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the browser is asked for, if she has a passkey."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user = self.stage.login.user
        has_passkey = bool(passkeys.passkeys_of(user))
        options = passkeys.options_to_prove(user) if has_passkey else ""
        return {**context, "passkey_options": options}


class SetUpView(totp.ActivateTOTPView):
    """Show the app's secret as a picture and as letters, and take its first code."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The picture, drawn by the page itself: nothing is loaded for it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "qr": qr_code(context["totp_url"]), "secret": context["form"].secret}

    def form_valid(self, form: Form) -> HttpResponse:
        """From now on this session has shown a second factor."""
        response: HttpResponse = super().form_valid(form)
        second_factor.note_shown(self.request, "totp")
        actions.record_second_factor("set_up_second_factor", by=self.request.staff)
        return response


class RemoveView(totp.DeactivateTOTPView):
    """Remove the app, in order to set up another."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Without a passkey this session has shown nothing any more."""
        response: HttpResponse = super().form_valid(form)
        second_factor.forget(self.request)
        actions.record_second_factor("remove_second_factor", by=self.request.staff)
        return response


index = IndexView.as_view()
step = StepView.as_view()
set_up = SetUpView.as_view()
remove = RemoveView.as_view()
