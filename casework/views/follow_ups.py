"""Follow-ups: planning one, and saying what became of it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission
from accounts.staff import StaffRequest
from casework.access import case_for, colleagues_for, follow_up_for
from casework.actions.follow_up import (
    add_follow_up,
    finish_follow_up,
    leave_it_to_her,
    move_follow_up,
    reassign_follow_up,
)
from casework.errors import CaseIsClosed
from casework.forms.deed import DeedForm
from casework.forms.follow_up import FinishForm, FollowUpForm, MoveForm, ReassignForm
from casework.overviews.follow_up_page import FollowUpPage, follow_up_page
from casework.overviews.frame import frame_of
from casework.views.answers import back_to_case, is_done, sent_back


@require_http_methods(["GET", "HEAD", "POST"])
def new_follow_up(request: StaffRequest, code: str) -> HttpResponse:
    """Plan the next contact or errand."""
    staff = request.staff
    case = case_for(staff, code, to=Permission.WRITE_CASE)
    if case.is_closed:
        return sent_back(request, code, CaseIsClosed())
    form = FollowUpForm(
        request.POST if request.method == "POST" else None,
        colleagues=colleagues_for(staff),
        department=case.partner.department,
        initial={"assigned_to": staff.user.pk},
    )
    if is_done(form, lambda: add_follow_up(case, step=form.step(), by=staff)):
        return back_to_case(request, code, _("Seguimiento anotado."))
    context = {"frame": frame_of(staff, case), "form": form}
    return render(request, "casework/follow_ups/new.html", context)


@require_safe
def follow_up(request: StaffRequest, code: str, follow_up_code: str) -> HttpResponse:
    """One follow-up, and the ways it can end."""
    found = follow_up_for(request.staff, code, follow_up_code, to=Permission.SEE_CASES)
    return _page(request, follow_up_page(found))


@require_POST
def finish(request: StaffRequest, code: str, follow_up_code: str) -> HttpResponse:
    """It was done."""
    found = follow_up_for(request.staff, code, follow_up_code)
    form = FinishForm(request.POST, prefix="finish")
    if is_done(form, lambda: finish_follow_up(found, **form.cleaned_data, by=request.staff)):
        return back_to_case(request, code, _("Seguimiento hecho."))
    return _page(request, follow_up_page(found), finish=form)


@require_POST
def move(request: StaffRequest, code: str, follow_up_code: str) -> HttpResponse:
    """It waits for another day."""
    found = follow_up_for(request.staff, code, follow_up_code)
    form = MoveForm(request.POST, prefix="move", department=found.case.partner.department)
    if is_done(form, lambda: move_follow_up(found, **form.when(), by=request.staff)):
        return back_to_case(request, code, _("Seguimiento cambiado de fecha."))
    return _page(request, follow_up_page(found), move=form)


@require_POST
def leave(request: StaffRequest, code: str, follow_up_code: str) -> HttpResponse:
    """She will contact us."""
    found = follow_up_for(request.staff, code, follow_up_code)
    form = DeedForm(request.POST)
    if is_done(form, lambda: leave_it_to_her(found, by=request.staff)):
        said = _("Anotado: ella se comunicará. No se enviarán más avisos de este caso.")
        return back_to_case(request, code, said)
    return _page(request, follow_up_page(found), leave=form)


@require_POST
def reassign(request: StaffRequest, code: str, follow_up_code: str) -> HttpResponse:
    """A colleague takes it over."""
    found = follow_up_for(request.staff, code, follow_up_code)
    colleagues = colleagues_for(request.staff)
    form = ReassignForm(request.POST, prefix="reassign", colleagues=colleagues)
    if is_done(form, lambda: reassign_follow_up(found, **form.cleaned_data, by=request.staff)):
        return back_to_case(request, code, _("Seguimiento reasignado."))
    return _page(request, follow_up_page(found), reassign=form)


def _page(request: StaffRequest, page: FollowUpPage, **refused: DeedForm) -> HttpResponse:
    staff, case = request.staff, page.case
    colleagues = colleagues_for(staff)
    context = {
        "frame": frame_of(staff, case),
        "page": page,
        "finish": FinishForm(prefix="finish"),
        "move": MoveForm(prefix="move", department=case.partner.department),
        "leave": DeedForm(),
        "reassign": ReassignForm(prefix="reassign", colleagues=colleagues),
        "refused": next(iter(refused.values()), None),
        **refused,
    }
    return render(request, "casework/follow_ups/follow_up.html", context)
