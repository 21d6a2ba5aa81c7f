"""From an intake to a case: who may be the same woman, opening, and the quick way."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import require
from accounts.permissions import Permission
from accounts.staff import StaffRequest
from casework.access import case_for, intake_for
from casework.actions import intake as deeds
from casework.actions import opening
from casework.actions.search import look_for_duplicates
from casework.errors import ConsentMissing, DraftsUnsaved, DuplicatesUnseen, SectionsMissing
from casework.forms.intake import QuickIntakeForm
from casework.overviews.intake import can_be_looked_for, seen_matches
from casework.views.intake import while_it_lasts
from casework.views.sections import places_of


@require_http_methods(["GET", "POST"])
@while_it_lasts
def duplicates(request: StaffRequest, code: str) -> HttpResponse:
    """Who may be the same woman; POST says whether she is one of them (``same``: a case's code)."""
    begun = deeds.lasting(intake_for(request.staff, code))
    if request.method == "GET":
        answers = deeds.answers_of(begun)
        matches = look_for_duplicates(answers, by=request.staff)
        context = {
            "intake": begun,
            "matches": seen_matches(matches),
            "can_be_looked_for": can_be_looked_for(answers),
        }
        return render(request, "casework/intake/duplicates.html", context)
    if "same" in request.POST:
        known = case_for(request.staff, request.POST["same"])
        deeds.recognise(begun, case=known, by=request.staff)
        messages.success(request, _("Anotado: será un caso nuevo de la misma mujer."))
    else:
        deeds.tell_apart(begun, by=request.staff)
        messages.success(request, _("Anotado: es otra persona."))
    return redirect("casework:intake", code)


@require_POST
@while_it_lasts
def open_case(request: StaffRequest, code: str) -> HttpResponse:
    """Make the case, or say what stands in the way."""
    begun = intake_for(request.staff, code)
    try:
        case = opening.open_case(begun, by=request.staff)
    except DuplicatesUnseen as error:
        messages.warning(request, str(error.message))
        return redirect("casework:duplicates", code)
    except (ConsentMissing, DraftsUnsaved, SectionsMissing) as error:
        messages.error(request, str(error.message))
        return redirect("casework:intake", code)
    messages.success(request, _("Caso abierto: %(code)s.") % {"code": case.code})
    return redirect("casework:case", case.code)


@require_http_methods(["GET", "POST"])
def quick_intake(request: StaffRequest) -> HttpResponse:
    """Five questions and a yes; the case is completed later."""
    require(request.staff, Permission.OPEN_CASE)
    form = QuickIntakeForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"form": form, "places": places_of(request)}
    if request.method == "POST" and form.is_valid():
        answers, seen = form.sections(), request.POST.getlist("seen")
        try:
            case = opening.open_quick_case(answers, seen=seen, by=request.staff)
        except DuplicatesUnseen as error:
            context["matches"] = seen_matches(error.matches)
        else:
            messages.success(request, _("Caso abierto: %(code)s.") % {"code": case.code})
            return redirect("casework:case", case.code)
    return render(request, "casework/intake/quick.html", context)
