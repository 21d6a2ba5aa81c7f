"""The pages of the directory: find an office; keep offices and institutions."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import require
from accounts.permissions import Permission
from accounts.staff import StaffRequest
from casework.errors import ChangedMeanwhile
from referrals import access
from referrals.actions import directory
from referrals.directory import answers_of, offices_page
from referrals.forms.directory import InstitutionForm, OfficeFilter, OfficeForm


@require_safe
def office_list(request: StaffRequest) -> HttpResponse:
    """Find an office by place and institution."""
    offices = access.offices_for(request.staff)
    form = OfficeFilter(request.GET, institutions=access.institutions_for(request.staff))
    context = {
        "form": form,
        "offices": offices_page(form.narrow(offices)),
        "may_keep": request.staff.may(Permission.MANAGE_OFFICES),
    }
    return render(request, "referrals/directory/list.html", context)


@require_http_methods(["GET", "POST"])
def new_office(request: StaffRequest) -> HttpResponse:
    """Add an office of one's own partner."""
    require(request.staff, Permission.MANAGE_OFFICES)
    form = OfficeForm(request.POST or None, institutions=access.institutions_for(request.staff))
    if request.method == "POST" and form.is_valid():
        directory.add_office(form.cleaned_data, by=request.staff)
        messages.success(request, _("Oficina agregada al directorio."))
        return redirect("referrals:directory")
    return render(request, "referrals/directory/office_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def office(request: StaffRequest, code: str) -> HttpResponse:
    """Correct an office of one's own partner."""
    kept = access.office_to_change(request.staff, code)
    form = OfficeForm(
        request.POST or None,
        initial=answers_of(kept),
        institutions=access.institutions_for(request.staff),
    )
    if _is_saved(request, form, kept, directory.change_office):
        messages.success(request, _("Oficina corregida."))
        return redirect("referrals:directory")
    context = {"form": form, "office": kept}
    return render(request, "referrals/directory/office_form.html", context)


@require_POST
def verify_office(request: StaffRequest, code: str) -> HttpResponse:
    """Note that the office's telephone and address were checked."""
    directory.verify_office(access.office_to_change(request.staff, code), by=request.staff)
    messages.success(request, _("Anotado: datos verificados hoy."))
    return redirect("referrals:directory")


@require_POST
def strike_office(request: StaffRequest, code: str) -> HttpResponse:
    """Take the office out of use."""
    directory.strike_office(access.office_to_change(request.staff, code), by=request.staff)
    messages.success(request, _("La oficina salió del directorio."))
    return redirect("referrals:directory")


@require_safe
def institution_list(request: StaffRequest) -> HttpResponse:
    """The institutions with their days of validity."""
    require(request.staff, Permission.MANAGE_OFFICES)
    context = {"institutions": access.institutions_for(request.staff)}
    return render(request, "referrals/directory/institutions.html", context)


@require_http_methods(["GET", "POST"])
def institution(request: StaffRequest, code: str) -> HttpResponse:
    """Correct an institution: names, parent, days of validity."""
    kept = access.institution_to_change(request.staff, code)
    form = InstitutionForm(
        request.POST or None,
        initial=answers_of(kept),
        institutions=access.institutions_for(request.staff),
        own_code=kept.code,
    )
    if _is_saved(request, form, kept, directory.change_institution):
        messages.success(request, _("Institución corregida."))
        return redirect("referrals:institutions")
    context = {"form": form, "institution": kept}
    return render(request, "referrals/directory/institution_form.html", context)


def _is_saved(request: StaffRequest, form: Form, kept: Any, change: Callable[..., Any]) -> bool:
    """Whether the answers were right and kept; if somebody was faster, the form says so.

    Then the next save stands on what is saved now.
    """
    if request.method != "POST" or not form.is_valid():
        return False
    version = form.cleaned_data["version"]
    try:
        change(kept, form.cleaned_data, version=version, by=request.staff)
    except ChangedMeanwhile as error:
        form.add_error(None, str(error.message))
        form.data = {**form.data, "version": str(kept.version)}
        return False
    return True
