"""Closing a case, and opening it again."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from accounts.staff import StaffRequest
from casework.access import case_for
from casework.actions.closing import close_case, reopen_case
from casework.errors import CaseIsClosed, CaseIsOpen
from casework.forms.closing import ClosingForm, ReopeningForm
from casework.overviews.frame import frame_of
from casework.views.answers import back_to_case, is_done, sent_back


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: StaffRequest, code: str) -> HttpResponse:
    """Close it, once every point of the checklist was gone through."""
    case = case_for(request.staff, code, to=Permission.CLOSE_CASE)
    if case.is_closed:
        return sent_back(request, code, CaseIsClosed())
    form = ClosingForm(request.POST if request.method == "POST" else None)
    if is_done(form, lambda: close_case(case, **form.cleaned_data, by=request.staff)):
        return back_to_case(request, code, _("Caso cerrado. Sus seguimientos y avisos terminaron."))
    context = {"frame": frame_of(request.staff, case), "form": form}
    return render(request, "casework/closing/close.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: StaffRequest, code: str) -> HttpResponse:
    """Open it again, saying why."""
    case = case_for(request.staff, code, to=Permission.CLOSE_CASE)
    if not case.is_closed:
        return sent_back(request, code, CaseIsOpen())
    form = ReopeningForm(request.POST if request.method == "POST" else None)
    if is_done(form, lambda: reopen_case(case, **form.cleaned_data, by=request.staff)):
        return back_to_case(request, code, _("Caso reabierto."))
    context = {"frame": frame_of(request.staff, case), "form": form}
    return render(request, "casework/closing/reopen.html", context)
