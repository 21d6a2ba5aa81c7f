"""Who supports a case, and who can see it and why."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission
from accounts.staff import StaffRequest
from casework.access import case_for, case_to_lead, colleagues_for, leads
from casework.actions.team import add_to_team, hand_over, remove_from_team
from casework.forms.team import ColleagueForm
from casework.overviews.frame import CaseFrame, frame_of
from casework.overviews.team import seers_of
from casework.views.answers import is_done

Deed = Callable[[Any], None]  # of the person chosen
SAID = {
    "add": _("Equipo actualizado."),
    "remove": _("Equipo actualizado."),
    "responsible": _("El caso tiene otra responsable, con sus pendientes."),
}


@require_safe
def team(request: StaffRequest, code: str) -> HttpResponse:
    """Everybody who can see the case, with the reasons."""
    frame = frame_of(request.staff, case_for(request.staff, code), current="team")
    return _page(request, frame)


@require_POST
def add(request: StaffRequest, code: str) -> HttpResponse:
    """A colleague supports the case from now on."""
    case, staff = case_to_lead(request.staff, code), request.staff
    return _changed(request, case, "add", lambda user: add_to_team(case, user=user, by=staff))


@require_POST
def remove(request: StaffRequest, code: str) -> HttpResponse:
    """She supports it no longer."""
    staff = request.staff
    case = case_for(staff, code, to=Permission.WRITE_CASE)
    return _changed(
        request, case, "remove", lambda user: remove_from_team(case, user=user, by=staff)
    )


@require_POST
def responsible(request: StaffRequest, code: str) -> HttpResponse:
    """Another colleague answers for the case."""
    staff = request.staff
    case = case_for(staff, code, to=Permission.ASSIGN_CASE)
    return _changed(request, case, "responsible", lambda user: hand_over(case, to=user, by=staff))


def _changed(request: StaffRequest, case: Any, name: str, deed: Deed) -> HttpResponse:
    """Do it with the colleague chosen in the form of this name, or show the form again."""
    colleagues = colleagues_for(request.staff)
    form = ColleagueForm(request.POST, prefix=name, colleagues=colleagues)
    if is_done(form, lambda: deed(form.chosen)):
        return _back(request, case.code, str(SAID[name]))
    return _page(request, frame_of(request.staff, case, current="team"), **{name: form})


def _back(request: StaffRequest, code: str, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("casework:team", code)


def _page(request: StaffRequest, frame: CaseFrame, **refused: ColleagueForm) -> HttpResponse:
    colleagues = colleagues_for(request.staff)
    context = {
        "frame": frame,
        "seers": seers_of(frame.case),
        "leads": leads(request.staff, frame.case),
        "add": ColleagueForm(prefix="add", colleagues=colleagues),
        "responsible": ColleagueForm(prefix="responsible", colleagues=colleagues),
        "refused": next(iter(refused.values()), None),
        **refused,
    }
    return render(request, "casework/team/team.html", context)
