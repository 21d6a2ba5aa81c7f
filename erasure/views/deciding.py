"""What waits for a second person, and her decision."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import step_up
from accounts.staff import StaffRequest
from casework.views.answers import is_done
from erasure import access
from erasure.actions.asking import approve_erasure, decline_erasure
from erasure.forms.asking import DecisionForm
from erasure.telling import TOLD

MOST_SHOWN = 50


@require_safe
def erasures(request: StaffRequest) -> HttpResponse:
    """What waits, and what was decided lately."""
    context = {
        "waiting": access.erasures_to_decide(request.staff),
        "decided": access.erasures_done(request.staff)[:MOST_SHOWN],
    }
    return render(request, "erasure/erasures.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: StaffRequest, code: str) -> HttpResponse:
    """Approve, or decline and say why."""
    asked = access.erasure_to_decide(request.staff, code)
    step_up.require(request)
    form = DecisionForm(request.POST if request.method == "POST" else None)

    def deed() -> None:
        if form.cleaned_data["decision"] == "approve":
            approve_erasure(asked, by=request.staff)
        else:
            decline_erasure(asked, words=form.cleaned_data["words"], by=request.staff)

    if is_done(form, deed):
        is_erased = form.cleaned_data["decision"] == "approve"
        said = _("Borrado. No hay forma de recuperarlo.") if is_erased else _("Pedido rechazado.")
        messages.success(request, said)
        return redirect("erasure:erasures")
    context = {
        "asked": asked,
        "form": form,
        "told": TOLD[asked.extent],
        "cases": access.cases_of_survivor(asked.case) if asked.case else [],
        "is_own": asked.asked_by_id == request.user.id,
    }
    return render(request, "erasure/decide.html", context)
