"""What the intake asked, as it stands: pages of their own, so that each reading is told apart."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.staff import StaffRequest
from casework.access import case_for
from casework.actions.case_section import read_section
from casework.forms.intake import SECTIONS
from casework.forms.shown import in_words
from casework.overviews.frame import frame_of
from casework.overviews.words import section_name


@require_safe
def details(request: StaffRequest, code: str) -> HttpResponse:
    """Who she is, what she allows, what she needs."""
    return _sections(request, code, "details", "survivor", "consent", "needs")


@require_safe
def what_happened(request: StaffRequest, code: str) -> HttpResponse:
    """What she told, and the judgement of the risk."""
    return _sections(request, code, "what_happened", "incidents", "risk")


def _sections(request: StaffRequest, code: str, page: str, *names: str) -> HttpResponse:
    case = case_for(request.staff, code)
    sections = [
        {
            "name": name,
            "title": section_name(name),
            "groups": in_words(SECTIONS[name], read_section(case, name).answers),
        }
        for name in names
    ]
    context = {"frame": frame_of(request.staff, case, current=page), "sections": sections}
    return render(request, "casework/cases/sections.html", context)
