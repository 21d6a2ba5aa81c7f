"""The pages of supervision: door, filter, answer."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts import step_up
from accounts.access import partners_for
from accounts.permissions import Permission
from accounts.staff import StaffRequest
from audit.events import Event
from audit.ledger import record
from oversight import access, numbers
from oversight.catalogues import catalogue_page
from oversight.forms import TrailFilter
from oversight.paging import page_of
from oversight.sheets import access_sheet_pdf
from oversight.snapshots import gains_of


@require_safe
def supervision(request: StaffRequest) -> HttpResponse:
    """What the team carries, and what asks for a look."""
    partner_id = access.require_supervision(request.staff)
    context = {
        "workload": numbers.workload_of(partner_id),
        "refused": access.refused_lately(request.staff),
        "compared": gains_of(partner_id),
        "erasures": access.erasures_waiting(request.staff),
        "unattributed": access.unattributed_changes_for(request.staff),
    }
    return render(request, "oversight/supervision.html", context)


@require_safe
def trail(request: StaffRequest) -> HttpResponse:
    """The trail of the partner, filtered."""
    entries = access.trail_for(request.staff)
    people = access.people_of(request.staff)
    form = TrailFilter(request.GET, staff=request.staff, people=people)
    page = page_of(form.narrow(entries), request.GET, people)
    record(Event.LISTED, deed="look_at_trail", details={"entries": len(page.lines)})
    whole = request.GET.copy()
    whole["routine"] = "on"
    whole.pop("antes", None)
    context = {"form": form, "page": page, "whole_query": whole.urlencode()}
    return render(request, "oversight/trail.html", context)


@require_safe
def who_saw(request: StaffRequest, code: str) -> HttpResponse:
    """Who saw and changed one case, and why."""
    case, entries = access.trail_of_case(request.staff, code)
    shows_routine = "routine" in request.GET
    shown = entries if shows_routine else access.without_routine(entries)
    page = page_of(shown, request.GET, access.people_of(request.staff))
    record(Event.LISTED, target=case, deed="look_at_trail", details={"entries": len(page.lines)})
    context = {"case": case, "page": page, "shows_routine": shows_routine}
    return render(request, "oversight/who_saw.html", context)


@require_POST
def access_sheet(request: StaffRequest, code: str) -> HttpResponse:
    """The sheet she is given when she asks who looked: a PDF to hand over."""
    case, readings = access.readings_of_case(request.staff, code)
    step_up.require(request)
    record(Event.PRINTED, target=case, deed="print_access_sheet")
    response = HttpResponse(access_sheet_pdf(case, readings), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{case.code}.pdf"'
    return response


@require_safe
def network(request: StaffRequest) -> HttpResponse:
    """The network's totals, small counts suppressed."""
    partners = partners_for(request.staff, to=Permission.SEE_TOTALS)
    record(Event.LISTED, deed="look_at_totals")
    context = {"totals": numbers.totals_of(partners), "smallest": numbers.SMALLEST_SHOWN}
    return render(request, "oversight/network.html", context)


@require_safe
def catalogues(request: StaffRequest, number: int = 0) -> HttpResponse:
    """The catalogues in use, each term with its source and how sure we are of it."""
    access.require_catalogues(request.staff)
    return render(request, "oversight/catalogues.html", catalogue_page(number))
