"""One's own account: what it is, its language, and the partner one works for now."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import actions, session
from accounts.forms.account import LanguageForm, PartnerForm
from accounts.staff import StaffRequest


@require_GET
def account(request: StaffRequest) -> HttpResponse:
    """Everything about herself on one page."""
    return render(request, "accounts/account.html", {"staff": request.staff})


@require_http_methods(["GET", "POST"])
def language(request: StaffRequest) -> HttpResponse:
    """The language of her pages and her mail, on every device."""
    form = LanguageForm(request.POST or None, initial={"language": request.user.language})
    if not form.is_valid():
        return render(request, "accounts/language.html", {"form": form})
    chosen = form.cleaned_data["language"]
    actions.choose_language(request.user, language=chosen, by=request.staff)
    with translation.override(chosen):
        messages.success(request, _("El idioma cambió."))
    response = redirect("accounts:account")
    session.forget_language_of_device(response)
    return response


@require_http_methods(["GET", "POST"])
def partner(request: StaffRequest) -> HttpResponse:
    """Change to another of the partners she works for."""
    choices = [(place.code, place.name) for place in request.staff.places]
    current = {"membership": request.staff.code}
    form = PartnerForm(request.POST or None, initial=current, choices=choices)
    if not form.is_valid():
        return render(request, "accounts/partner.html", {"form": form})
    session.choose_membership(request, form.cleaned_data["membership"])
    return redirect("home")
