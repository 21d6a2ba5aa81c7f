"""The agenda."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import require
from accounts.permissions import Permission
from accounts.staff import StaffRequest
from casework.forms.fields import day_from
from casework.overviews.agenda import agenda_for


@require_safe
def agenda(request: StaffRequest) -> HttpResponse:
    """Two weeks, from the Monday of the week asked for."""
    require(request.staff, Permission.SEE_CASES)
    shown = agenda_for(
        request.staff,
        week_of=day_from(request.GET.get("week", "")),
        of_partner=request.GET.get("whose") == "partner",
    )
    return render(request, "casework/agenda.html", {"agenda": shown})
