"""Support sessions: recording one, reading one, adding to its note."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import Permission
from accounts.staff import StaffRequest
from casework.access import case_for, may_add_to_note, session_for, session_kinds_for
from casework.actions.session import add_to_note, open_note, record_session
from casework.errors import CaseIsClosed
from casework.forms.session import AddendumForm, SessionForm
from casework.overviews.case_page import sessions_of
from casework.overviews.frame import frame_of
from casework.views.answers import back_to_case, is_done, sent_back


@require_safe
def sessions(request: StaffRequest, code: str) -> HttpResponse:
    """All sessions of a case, without their notes."""
    case = case_for(request.staff, code)
    frame = frame_of(request.staff, case, current="case")
    context = {"frame": frame, "sessions": sessions_of(case)}
    return render(request, "casework/sessions/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_session(request: StaffRequest, code: str) -> HttpResponse:
    """Record a session and plan the next step."""
    staff = request.staff
    case = case_for(staff, code, to=Permission.RECORD_SESSION)
    if case.is_closed:
        return sent_back(request, code, CaseIsClosed())
    form = SessionForm(
        request.POST if request.method == "POST" else None,
        kinds=session_kinds_for(staff),
        department=case.partner.department,
        initial={"held_on": timezone.localdate()},
    )
    if is_done(
        form,
        lambda: record_session(
            case,
            facts=form.facts(),
            note=form.cleaned_data["note"],
            next_step=form.step_for(staff.user),
            by=staff,
        ),
    ):
        return back_to_case(request, code, _("Sesión registrada."))
    frame = frame_of(staff, case)
    return render(request, "casework/sessions/new.html", {"frame": frame, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def session(request: StaffRequest, code: str, session_code: str) -> HttpResponse:
    """One session: what all may know, and the note for those inside its wall."""
    staff = request.staff
    found = session_for(staff, code, session_code)
    form = AddendumForm(request.POST if request.method == "POST" else None)
    if is_done(form, lambda: add_to_note(found, note=form.cleaned_data["note"], by=staff)):
        return redirect("casework:session", code, session_code)
    context = {
        "frame": frame_of(staff, found.case),
        "session": found,
        "note": open_note(found, by=staff),
        "form": form if may_add_to_note(staff, found) else None,
    }
    return render(request, "casework/sessions/session.html", context)
