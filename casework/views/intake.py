"""A new intake: begun, answered section by section in any order, given up."""

from collections.abc import Callable
from functools import partial, wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import require
from accounts.permissions import Permission
from accounts.staff import StaffRequest
from casework.access import intake_for
from casework.actions import intake as deeds
from casework.errors import AlreadyOpened
from casework.forms.draft import Draft
from casework.overviews.intake import begun_by, masked_name_of, task_list_of
from casework.overviews.words import section_name
from casework.views.sections import (
    form_class_of,
    is_saved,
    page_of,
    row_asked_for,
    version_of,
)

View = Callable[..., HttpResponse]


def while_it_lasts(view: View) -> View:
    """An intake that has become a case leads to the case; one given up, to a new one."""

    @wraps(view)
    def led_on(request: StaffRequest, code: str, **more: str) -> HttpResponse:
        try:
            return view(request, code, **more)
        except AlreadyOpened as over:
            messages.info(request, str(over.message))
            if over.case_code:
                return redirect("casework:case", over.case_code)
            return redirect("casework:new_intake")

    return led_on


@require_http_methods(["GET", "POST"])
def new_intake(request: StaffRequest) -> HttpResponse:
    """The two ways to begin, and what was begun before; POST begins."""
    require(request.staff, Permission.OPEN_CASE)
    if request.method == "POST":
        return redirect("casework:intake", deeds.start_intake(by=request.staff).code)
    return render(request, "casework/intake/new.html", {"intakes": begun_by(request.staff)})


@require_safe
@while_it_lasts
def intake(request: StaffRequest, code: str) -> HttpResponse:
    """The task list of an intake."""
    begun = deeds.lasting(intake_for(request.staff, code))
    context = {
        "intake": begun,
        "list": task_list_of(begun),
        "known_name": masked_name_of(begun),
    }
    return render(request, "casework/intake/tasks.html", context)


@require_http_methods(["GET", "POST"])
@while_it_lasts
def intake_section(request: StaffRequest, code: str, section: str) -> HttpResponse:
    """One section: what was typed or saved, and saving it."""
    begun = deeds.lasting(intake_for(request.staff, code))
    form_class = form_class_of(request, section)
    saved = deeds.section_of(begun, section)
    form = form_class.in_hand(saved.answers, saved.draft)
    if request.method == "POST" and "add" in request.POST:
        longer = row_asked_for(request, form_class)
        _keep_draft(request, begun, section, longer.draft)
        return redirect(f"{request.path}#{longer.anchor}")
    if request.method == "POST":
        form = form_class(request.POST)
        save = partial(deeds.save_section, begun, section, version=version_of(request))
        if is_saved(form, lambda: save(form.answers(), by=request.staff)):
            messages.success(request, _("Guardado: %(name)s.") % {"name": section_name(section)})
            return redirect("casework:intake", code)
        _keep_draft(request, begun, section, form_class.draft_of(request.POST))
    page = page_of(request, section, form, saved, intake=begun)
    return render(request, "casework/intake/section.html", page)


@require_POST
@while_it_lasts
def intake_draft(request: StaffRequest, code: str, section: str) -> HttpResponse:
    """What is being typed, kept without a word."""
    begun = intake_for(request.staff, code)
    draft = form_class_of(request, section).draft_of(request.POST)
    _keep_draft(request, begun, section, draft)
    return HttpResponse(status=204)


@require_POST
@while_it_lasts
def forget_draft(request: StaffRequest, code: str, section: str) -> HttpResponse:
    """Give up what was typed and not saved."""
    begun = intake_for(request.staff, code)
    form_class_of(request, section)
    deeds.forget_draft(begun, section, by=request.staff)
    messages.success(request, _("El borrador se descartó."))
    return redirect("casework:intake", code)


@require_http_methods(["GET", "POST"])
@while_it_lasts
def discard_intake(request: StaffRequest, code: str) -> HttpResponse:
    """Ask once more, then give the intake up."""
    begun = deeds.lasting(intake_for(request.staff, code))
    if request.method == "GET":
        return render(request, "casework/intake/discard.html", {"intake": begun})
    deeds.discard_intake(begun, by=request.staff)
    messages.success(request, _("La atención se descartó: lo escrito ya no se puede leer."))
    return redirect("casework:new_intake")


def _keep_draft(request: StaffRequest, begun: deeds.Begun, section: str, draft: Draft) -> None:
    """Keep a draft with what was really typed, which a row asked for may be more than."""
    form_class = form_class_of(request, section)
    said = form_class.said_by(form_class.draft_of(request.POST))
    deeds.save_draft(begun, section, draft, said=said, by=request.staff)
