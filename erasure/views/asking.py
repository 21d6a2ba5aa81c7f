"""Of one case: what was asked to be erased, asking for more, and holding it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import step_up
from accounts.permissions import Permission
from accounts.staff import StaffRequest
from casework.access import case_for
from casework.errors import CaseworkError
from casework.overviews.frame import frame_of
from casework.views.answers import is_done
from erasure import access
from erasure.actions.asking import ask_erasure, take_back_erasure
from erasure.actions.holding import end_hold, place_hold
from erasure.forms.asking import AskForm, HoldForm
from erasure.telling import TOLD


@require_safe
def erasures_of_case(request: StaffRequest, code: str) -> HttpResponse:
    """What was asked, what holds it up, and what can be done."""
    case = case_for(request.staff, code, to=Permission.ASK_ERASURE)
    context = {
        "frame": frame_of(request.staff, case),
        "erasures": access.erasures_of(case),
        "holds": access.holds_of(case),
        "may_end": request.staff.may(Permission.APPROVE_ERASURE),
    }
    return render(request, "erasure/case.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: StaffRequest, code: str) -> HttpResponse:
    """Choose, read what goes and what stays, ask."""
    case = case_for(request.staff, code, to=Permission.ASK_ERASURE)
    step_up.require(request)
    form = AskForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"frame": frame_of(request.staff, case), "form": form}
    if request.method != "POST" or "change" in request.POST or not form.is_valid():
        return render(request, "erasure/ask.html", context)
    if "confirm" in request.POST and is_done(
        form, lambda: ask_erasure(case, **form.cleaned_data, by=request.staff)
    ):
        messages.success(request, _("Pedido enviado. Otra persona tiene que aprobarlo."))
        return redirect("erasure:erasures_of_case", code)
    if form.errors:
        return render(request, "erasure/ask.html", context)
    context["told"] = TOLD[form.cleaned_data["extent"]]
    context["cases"] = access.cases_of_survivor(case)
    return render(request, "erasure/confirm.html", context)


@require_POST
def take_back(request: StaffRequest, code: str, erasure_code: str) -> HttpResponse:
    """Give up what she asked for."""
    asked = access.own_erasure(request.staff, code, erasure_code)
    try:
        take_back_erasure(asked, by=request.staff)
    except CaseworkError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Pedido retirado. No se borró nada."))
    return redirect("erasure:erasures_of_case", code)


@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: StaffRequest, code: str) -> HttpResponse:
    """Keep a case from erasure."""
    case = case_for(request.staff, code, to=Permission.ASK_ERASURE)
    form = HoldForm(request.POST if request.method == "POST" else None)
    if is_done(form, lambda: place_hold(case, **form.cleaned_data, by=request.staff)):
        messages.success(request, _("Retención registrada. Nada de este caso se borra."))
        return redirect("erasure:erasures_of_case", code)
    context = {"frame": frame_of(request.staff, case), "form": form}
    return render(request, "erasure/hold.html", context)


@require_POST
def release(request: StaffRequest, code: str, hold_code: str) -> HttpResponse:
    """End a hold."""
    standing = access.hold_to_end(request.staff, code, hold_code)
    step_up.require(request)
    try:
        end_hold(standing, by=request.staff)
    except CaseworkError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("La retención terminó."))
    return redirect("erasure:erasures_of_case", code)
