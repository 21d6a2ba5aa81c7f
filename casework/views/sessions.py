"""Support sessions: recording one, reading one, adding to its note."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission
from accounts.staff import StaffRequest
from casework.access import (
    case_for,
    may_add_to_note,
    session_for,
    session_kinds_for,
    session_to_add_to,
)
from casework.actions.draft import DraftOf
from casework.actions.session import (
    add_to_note,
    draft_of_addendum,
    draft_of_session,
    open_note,
    record_session,
    wall_while_typing,
)
from casework.errors import CaseIsClosed
from casework.forms.session import AddendumForm, SessionForm
from casework.overviews.case_page import sessions_of
from casework.overviews.frame import frame_of
from casework.views.answers import back_to_case, is_done, sent_back
from casework.views.drafts import Desk
from vault.compartments import Compartment


@require_safe
def sessions(request: StaffRequest, code: str) -> HttpResponse:
    """All sessions of a case, without their notes."""
    case = case_for(request.staff, code)
    frame = frame_of(request.staff, case, current="case")
    context = {"frame": frame, "sessions": sessions_of(case)}
    return render(request, "casework/sessions/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_session(request: StaffRequest, code: str) -> HttpResponse:
    """Record a session and plan the next step; what is typed is kept until it is saved."""
    staff = request.staff
    case = case_for(staff, code, to=Permission.RECORD_SESSION)
    if case.is_closed:
        return sent_back(request, code, CaseIsClosed())
    desk = _session_desk(request, draft_of_session(case))
    if answer := desk.answered():
        return answer
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
    context = {"frame": frame_of(staff, case), "form": form, "draft_url": desk.autosave_url}
    context["draft"] = desk.shown_in(form)
    return render(request, "casework/sessions/new.html", context)


@require_POST
def session_draft(request: StaffRequest, code: str) -> HttpResponse:
    """What is being typed about a session, kept without a word."""
    case = case_for(request.staff, code, to=Permission.RECORD_SESSION)
    return _session_desk(request, draft_of_session(case)).kept_silently()


@require_http_methods(["GET", "HEAD", "POST"])
def session(request: StaffRequest, code: str, session_code: str) -> HttpResponse:
    """One session: what all may know, and the note for those inside its wall."""
    staff = request.staff
    door = session_to_add_to if request.method == "POST" else session_for
    found = door(staff, code, session_code)
    may_add = may_add_to_note(staff, found) and not found.case.is_closed
    desk = _addendum_desk(request, draft_of_addendum(found), found.wall)
    if may_add and (answer := desk.answered()):
        return answer
    form = AddendumForm(request.POST if request.method == "POST" else None)
    if is_done(form, lambda: add_to_note(found, note=form.cleaned_data["note"], by=staff)):
        return redirect("casework:session", code, session_code)
    context = {
        "frame": frame_of(staff, found.case),
        "session": found,
        "note": open_note(found, by=staff),
        "form": form if may_add else None,
        "draft_url": desk.autosave_url,
        "draft": desk.shown_in(form) if may_add else None,
    }
    return render(request, "casework/sessions/session.html", context)


@require_POST
def addendum_draft(request: StaffRequest, code: str, session_code: str) -> HttpResponse:
    """What is being added to a note, kept without a word."""
    found = session_to_add_to(request.staff, code, session_code)
    return _addendum_desk(request, draft_of_addendum(found), found.wall).kept_silently()


def _session_desk(request: StaffRequest, of: DraftOf) -> Desk:
    return Desk(
        request,
        of,
        known=SessionForm.base_fields,
        wall=wall_while_typing(request.POST.get("kind", ""), by=request.staff),
        autosave_url=reverse("casework:session_draft", args=[of.case.code]),
    )


def _addendum_desk(request: StaffRequest, of: DraftOf, wall: Compartment) -> Desk:
    return Desk(
        request,
        of,
        known=AddendumForm.base_fields,
        wall=wall,
        autosave_url=reverse("casework:addendum_draft", args=[of.case.code, of.about]),
    )
