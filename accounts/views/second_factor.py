"""The second step: set up an app, remove it."""

from typing import Any

from allauth.mfa.totp import views as totp
from django.forms import Form
from django.http import HttpResponse

from accounts import actions, second_factor
from accounts.qr import qr_code


class SetUpView(totp.ActivateTOTPView):
    """Show the app's secret as a picture and as letters, and take its first code."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The picture, drawn by the page itself: nothing is loaded for it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "qr": qr_code(context["totp_url"]), "secret": context["form"].secret}

    def form_valid(self, form: Form) -> HttpResponse:
        """From now on this session has shown a second factor."""
        response: HttpResponse = super().form_valid(form)
        second_factor.note_shown(self.request)
        actions.record_second_factor("set_up_second_factor", by=self.request.staff)
        return response


class RemoveView(totp.DeactivateTOTPView):
    """Remove the app, in order to set up another: until then nothing else opens."""

    def form_valid(self, form: Form) -> HttpResponse:
        """This session has shown nothing any more."""
        response: HttpResponse = super().form_valid(form)
        second_factor.forget(self.request)
        actions.record_second_factor("remove_second_factor", by=self.request.staff)
        return response


set_up = SetUpView.as_view()
remove = RemoveView.as_view()
