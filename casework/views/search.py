"""Looking for a case by name, number or code. What was looked for stands in no address."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import require
from accounts.permissions import Permission
from accounts.staff import StaffRequest
from casework.actions.search import MOST_FOUND, search_cases, unreadable_found
from casework.forms.search import SearchForm
from casework.overviews.case_list import rows_of


@require_http_methods(["GET", "POST"])
def search(request: StaffRequest) -> HttpResponse:
    """The cases found, in the layout of the list."""
    require(request.staff, Permission.SEE_CASES)
    if request.method == "GET":
        return redirect("casework:cases")
    form = SearchForm(request.POST)
    found = search_cases(form.cleaned_data["query"], by=request.staff) if form.is_valid() else []
    context = {
        "form": form,
        "rows": rows_of(request.staff, found),
        "unreadable": unreadable_found(),
        "most": MOST_FOUND if len(found) == MOST_FOUND else 0,
    }
    return render(request, "casework/cases/search.html", context)
