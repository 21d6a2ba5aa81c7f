"""What the intake asked, as it stands: pages of their own, so that each reading is told apart."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.staff import StaffRequest
from casework.access import case_for
from casework.actions.case_section import read_section
from casework.forms.intake import SECTIONS
from casework.forms.shown import in_words
from casework.overviews.erased import narrative_erased_on
from casework.overviews.frame import CaseFrame, frame_of
from casework.overviews.risk import assessments_of
from casework.overviews.words import section_name


@require_safe
def details(request: StaffRequest, code: str) -> HttpResponse:
    """Who she is, what she allows, what she needs."""
    frame = frame_of(request.staff, case_for(request.staff, code), current="details")
    sections = [_section(frame, name) for name in ("survivor", "consent", "needs")]
    return render(request, "casework/cases/details.html", {"frame": frame, "sections": sections})


@require_safe
def what_happened(request: StaffRequest, code: str) -> HttpResponse:
    """What she told, and how the risk was judged."""
    frame = frame_of(request.staff, case_for(request.staff, code), current="what_happened")
    context = {
        "frame": frame,
        "section": _section(frame, "incidents"),
        "assessments": assessments_of(frame.case),
        "erased_on": narrative_erased_on(frame.case),
    }
    return render(request, "casework/cases/what_happened.html", context)


def _section(frame: CaseFrame, name: str) -> dict[str, object]:
    answers = read_section(frame.case, name).answers
    groups = in_words(SECTIONS[name], answers)
    return {"name": name, "title": section_name(name), "groups": groups}
