"""Passkeys: add one, call it something, remove it, sign in and prove with it."""

from typing import Any

from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import flows
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic.edit import FormView

from accounts import access, actions, passkeys, second_factor, step_up
from accounts.forms.passkeys import RenameForm
from accounts.staff import StaffRequest


class AddView(webauthn.AddWebAuthnView):
    """Add a passkey and name it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the browser is asked for; a fresh challenge at each showing."""
        context = FormView.get_context_data(self, **kwargs)
        return {**context, "options": passkeys.options_to_add(self.request.user)}

    def form_valid(self, form: Form) -> HttpResponse:
        """From now on this session has shown a second factor."""
        response: HttpResponse = super().form_valid(form)
        second_factor.note_shown(self.request, "webauthn")
        actions.record_second_factor("add_passkey", by=self.request.staff)
        return response


class SignInView(webauthn.LoginWebAuthnView):
    """Sign in with a passkey alone: the device has asked for her finger or her PIN."""

    template_name = "mfa/webauthn/login.html"

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """The page that asks for it."""
        page: HttpResponse = self.render_to_response(self.get_context_data())
        return page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the browser is asked for; a fresh challenge at each showing."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        next_url = get_next_redirect_url(self.request) or ""
        return {**context, "options": passkeys.options_to_prove(None), "next_url": next_url}

    def form_valid(self, form: Form) -> HttpResponse:
        """Sign her in, and lead to the page that was asked for."""
        authenticator = form.cleaned_data["credential"]
        next_url = get_next_redirect_url(self.request)
        login = Login(user=authenticator.user, redirect_url=next_url)
        answer: HttpResponse = flows.perform_passwordless_login(self.request, authenticator, login)
        return answer

    def form_invalid(self, form: Form) -> HttpResponse:
        """Say so on the same page."""
        page: HttpResponse = self.render_to_response(self.get_context_data(form=form))
        return page


class ProveView(webauthn.ReauthenticateWebAuthnView):
    """Show a passkey once more, before something that matters."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the browser is asked for, and the other ways to prove it."""
        context = FormView.get_context_data(self, **kwargs)
        return {
            **context,
            "options": passkeys.options_to_prove(self.request.user),
            "reauthentication_alternatives": self.get_reauthentication_alternatives(),
        }

    def form_invalid(self, form: Form) -> HttpResponse:
        """Say so on the same page."""
        page: HttpResponse = self.render_to_response(self.get_context_data(form=form))
        return page


add = AddView.as_view()
sign_in = login_not_required(SignInView.as_view())
prove = ProveView.as_view()


@require_http_methods(["GET", "POST"])
def passkey(request: StaffRequest, code: str) -> HttpResponse:
    """One passkey of hers: call it otherwise."""
    found = access.passkey_for(request.staff, code)
    step_up.require(request)
    form = RenameForm(request.POST or None, initial={"name": found.name})
    if not form.is_valid():
        return render(request, "accounts/passkey.html", {"passkey": found, "form": form})
    actions.rename_passkey(found, name=form.cleaned_data["name"], by=request.staff)
    messages.success(request, _("El nombre de la llave cambió."))
    return redirect("mfa_index")


@require_POST
def remove(request: StaffRequest, code: str) -> HttpResponse:
    """It opens nothing from now on."""
    found = access.passkey_for(request.staff, code)
    step_up.require(request)
    flows.remove_authenticator(request, found.row)
    second_factor.forget(request)
    actions.record_second_factor("remove_passkey", by=request.staff)
    return redirect("mfa_index")
