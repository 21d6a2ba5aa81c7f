"""Hoy: the page one comes to."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import require
from accounts.permissions import Permission
from accounts.staff import StaffRequest
from casework.overviews.today import today_for


@require_safe
def today(request: StaffRequest) -> HttpResponse:
    """What needs action, the greatest danger first."""
    require(request.staff, Permission.SEE_CASES)
    context = {"today": today_for(request.staff), "may": request.staff.permissions}
    return render(request, "casework/today.html", context)
