"""The sections of an intake inside the case: completed and corrected."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from accounts.staff import StaffRequest
from casework.access import case_for
from casework.actions.case_section import change_section, read_section
from casework.errors import CaseIsClosed
from casework.overviews.frame import frame_of
from casework.overviews.words import section_name
from casework.views.answers import sent_back
from casework.views.sections import form_class_of, is_saved, page_of, row_asked_for, version_of

# The page of the case on which a section is shown; the others stand on its first page.
SHOWN_ON = {
    "survivor": "details",
    "consent": "details",
    "needs": "details",
    "incidents": "what_happened",
    "risk": "what_happened",
}


@require_http_methods(["GET", "POST"])
def case_section(request: StaffRequest, code: str, section: str) -> HttpResponse:
    """One section of a case: what is known, and saving it otherwise."""
    case = case_for(request.staff, code, to=Permission.WRITE_CASE)
    form_class = form_class_of(request, section)
    if case.is_closed:
        return sent_back(request, code, CaseIsClosed())
    shown_on = SHOWN_ON.get(section, "case")
    back_url = reverse(f"casework:{shown_on}", args=[code])
    saved = read_section(case, section)
    form = form_class.from_answers(saved.answers)
    if request.method == "POST" and "add" in request.POST:
        form = form_class.from_draft(row_asked_for(request, form_class).draft)
    elif request.method == "POST":
        form = form_class(request.POST)
        change = partial(change_section, case, section, version=version_of(request))
        if is_saved(form, lambda: change(form.answers(), by=request.staff)):
            messages.success(request, _("Guardado: %(name)s.") % {"name": section_name(section)})
            return redirect(back_url)
    frame = frame_of(request.staff, case, current=shown_on)
    page = page_of(request, section, form, saved, frame=frame, back_url=back_url)
    return render(request, "casework/intake/case_section.html", page)
