"""The list of cases, and the pages of one."""

from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts import step_up
from accounts.staff import StaffRequest
from casework.access import case_for, supports
from casework.actions.contact import reveal_name
from casework.forms.filters import CaseFilter
from casework.overviews.case_list import list_cases
from casework.overviews.case_page import case_page
from casework.overviews.course import whole_course_of
from casework.overviews.frame import frame_of

CURSORS = ("newer_than", "older_than")


@require_safe
def cases(request: StaffRequest) -> HttpResponse:
    """One page of the cases she may see, those that pass the filters."""
    form = CaseFilter(request.GET)
    page = list_cases(
        request.staff,
        form.wanted(),
        newer_than=request.GET.get("newer_than", ""),
        older_than=request.GET.get("older_than", ""),
    )
    context = {
        "form": form,
        "page": page,
        "newer_url": _beside(request.GET, "newer_than", page.newer_than),
        "older_url": _beside(request.GET, "older_than", page.older_than),
        "views": form.views(),
        "near": form.near(request.staff.partner),
        "may": request.staff.permissions,
    }
    return render(request, "casework/cases/list.html", context)


def _beside(query: QueryDict, cursor: str, code: str) -> str:
    """The address of a page beside this one, under the same filters; none without a code."""
    if not code:
        return ""
    kept = {name: value for name, value in query.items() if value and name not in CURSORS}
    return "?" + urlencode({**kept, cursor: code})


@require_safe
def case(request: StaffRequest, code: str) -> HttpResponse:
    """The case at a glance."""
    found = case_for(request.staff, code)
    frame = frame_of(request.staff, found, current="case")
    return render(request, "casework/cases/case.html", {"frame": frame, "page": case_page(frame)})


@require_safe
def history(request: StaffRequest, code: str) -> HttpResponse:
    """Everything that happened on the case."""
    found = case_for(request.staff, code)
    context = {
        "frame": frame_of(request.staff, found, current="case"),
        "entries": whole_course_of(found),
    }
    return render(request, "casework/cases/history.html", context)


@require_POST
def reveal(request: StaffRequest, code: str) -> HttpResponse:
    """Her name, this once: as the whole page, or as plain text where a script asks for it."""
    found = case_for(request.staff, code)
    if not supports(request.staff, found):
        step_up.require(request)
    name = reveal_name(found, by=request.staff)
    if request.headers.get("Accept") == "text/plain":
        return HttpResponse(name, content_type="text/plain; charset=utf-8")
    frame = frame_of(request.staff, found, current="case", revealed=name)
    return render(request, "casework/cases/case.html", {"frame": frame, "page": case_page(frame)})
