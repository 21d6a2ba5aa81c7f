"""The code of conduct: read it, accept it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions, conduct
from accounts.staff import StaffRequest


@require_http_methods(["GET", "POST"])
def read_conduct(request: StaffRequest) -> HttpResponse:
    """The text in force, and since when she has accepted it."""
    if request.method == "POST":
        actions.accept_conduct(by=request.staff)
        conduct.note_accepted(request)
        messages.success(request, _("Gracias. Quedó anotado que lo aceptó."))
        return redirect("home")
    context = {
        "conduct": conduct.in_force(),
        "acceptance": conduct.acceptance_of(request.user),
    }
    return render(request, "accounts/conduct.html", context)
