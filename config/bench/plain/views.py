"""The plain pages: each filters by the partner of whoever is signed in, and that is all."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.models import Partner
from casework.forms.fields import suggestions
from casework.forms.filters import CaseFilter
from casework.forms.intake import QuickIntakeForm
from config.bench.plain import models
from config.bench.plain.pages import case_page, frame_of, list_page
from config.bench.plain.rows import looks_known, save_case


def cases(request: HttpRequest) -> HttpResponse:
    """The list."""
    form, partner = CaseFilter(request.GET), _partner(request)
    form.is_valid()
    page = list_page(partner)
    context = {
        "form": form,
        "page": page,
        "older_url": f"?older_than={page.older_than}" if page.older_than else "",
        "views": form.views(),
        "near": form.near(partner),
        "may": {"open_case"},
    }
    return render(request, "casework/cases/list.html", context)


def case(request: HttpRequest, code: str) -> HttpResponse:
    """One case."""
    found = models.Case.objects.select_related("survivor__listing", "responsible", "partner")
    frame = frame_of(get_object_or_404(found, code=code, partner=_partner(request)))
    return render(request, "casework/cases/case.html", {"frame": frame, "page": case_page(frame)})


def quick_intake(request: HttpRequest) -> HttpResponse:
    """A case of a few answers."""
    partner = _partner(request)
    form = QuickIntakeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = form.sections()
        if not looks_known(partner, told) or request.POST.getlist("seen"):
            return _opened(request, save_case(partner, _user(request), told, is_quick=True))
    context = {"form": form, "places": suggestions(partner.department)}
    return render(request, "casework/intake/quick.html", context)


def open_case(request: HttpRequest, code: str) -> HttpResponse:
    """A case of what was saved section by section."""
    begun = get_object_or_404(models.Intake, code=code, opened_by=_user(request), finished_at=None)
    told = {section.name: section.answers for section in begun.sections.all()}
    made = save_case(begun.partner, _user(request), told, is_quick=False)
    begun.sections.all().delete()
    begun.case, begun.finished_at = made, made.opened_at
    begun.save()
    return _opened(request, made)


def _opened(request: HttpRequest, made: Any) -> HttpResponse:
    messages.success(request, f"Caso abierto: {made.code}.")
    return redirect("casework:case", made.code)


def _user(request: HttpRequest) -> Any:
    return request.user


def _partner(request: HttpRequest) -> Partner:
    """Hers, by foreign key."""
    partner: Partner = _user(request).memberships.select_related("partner").get().partner
    return partner
