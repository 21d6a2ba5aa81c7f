"""The page a link in a mail leads to: choose a password, once."""

from allauth.account.internal.flows.password_reset import finalize_password_reset
from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import actions, attempts, links
from accounts.errors import LinkUsed
from accounts.forms.sign_in import NewPasswordForm
from accounts.staff import StaffRequest

PAGE = "account/password_reset_from_key.html"


@login_not_required
@require_http_methods(["GET", "POST"])
def choose_password(request: StaffRequest, word: str) -> HttpResponse:
    """A link that does not work, whatever the reason, gets one and the same answer."""
    too_many = ratelimit.consume_or_429(request, action="reset_password_from_key")
    if too_many:
        answer: HttpResponse = too_many
        return answer
    user = links.person_of(word)
    if user is None:
        return render(request, PAGE, {"token_fail": True})
    form = NewPasswordForm(request.POST or None, user=user)
    if not form.is_valid():
        return render(request, PAGE, {"form": form})
    try:
        actions.choose_password(user, form.cleaned_data["password1"], word=word)
    except LinkUsed:
        return render(request, PAGE, {"token_fail": True})
    attempts.forget(request, user.email)
    finalize_password_reset(request, user)
    return redirect("account_reset_password_from_key_done")
