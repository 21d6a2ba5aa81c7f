"""A partner's rules of retention: what stands, what is proposed, and the second person's word."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import step_up
from accounts.staff import StaffRequest
from casework.errors import CaseworkError
from casework.views.answers import is_done
from erasure import access
from erasure.actions.rules import decide_rule, propose_rule
from erasure.forms.rules import RuleDecisionForm, RuleForm


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: StaffRequest) -> HttpResponse:
    """What stands and what waits; a POST proposes another."""
    known = access.rules_for(request.staff)
    form = RuleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        step_up.require(request)
    if is_done(form, lambda: propose_rule(**form.cleaned_data, by=request.staff)):
        messages.success(request, _("Regla propuesta. Otra persona tiene que aprobarla."))
        return redirect("erasure:rules")
    context = {
        "standing": known.standing(),
        "waiting": known.waiting(),
        "form": form,
        "me": request.user.id,
    }
    return render(request, "erasure/rules.html", context)


@require_POST
def decide(request: StaffRequest) -> HttpResponse:
    """The second person's yes or no."""
    access.rules_for(request.staff)
    step_up.require(request)
    form = RuleDecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Elija una regla y su decisión."))
        return redirect("erasure:rules")
    try:
        decide_rule(
            form.cleaned_data["extent"],
            is_approved=form.cleaned_data["decision"] == "approve",
            by=request.staff,
        )
    except CaseworkError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Decisión guardada."))
    return redirect("erasure:rules")
