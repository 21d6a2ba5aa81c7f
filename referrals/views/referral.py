"""The pages of a referral: list, send, look, note a step, print the letter."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission
from accounts.staff import StaffRequest
from casework.access import case_for
from casework.actions.draft import DraftOf
from casework.errors import CaseworkError
from casework.views.drafts import Desk
from referrals.access import offices_for, referral_for, referrals_for
from referrals.actions.referral import (
    advance_referral,
    draft_of_referral,
    print_letter,
    send_referral,
)
from referrals.consent import coverage_of
from referrals.errors import ConsentDoesNotCover
from referrals.forms.referral import ReferralFilter, ReferralForm, StepForm
from referrals.pages import case_head, preview_of, referral_page, referrals_page
from vault.compartments import Compartment


@require_safe
def referral_list(request: StaffRequest) -> HttpResponse:
    """The partner's referrals, the silent ones told by their days."""
    form = ReferralFilter(request.GET)
    page = referrals_page(referrals_for(request.staff), form, request.GET)
    return render(request, "referrals/list.html", page)


@require_http_methods(["GET", "POST"])
def new_referral(request: StaffRequest, code: str) -> HttpResponse:
    """Choose, see what they will see, send; what is typed is kept until it is sent."""
    case = case_for(request.staff, code, to=Permission.REFER)
    desk = _desk(request, draft_of_referral(case))
    if answer := desk.answered():
        return answer
    form = ReferralForm(
        request.POST or None,
        offices=offices_for(request.staff),
        coverage=coverage_of(case, day=timezone.localdate()),
    )
    context = {"case": case, "form": form, "draft_url": desk.autosave_url, **case_head(case)}
    context["draft"] = None if "send" in request.POST else desk.shown_in(form)
    if request.method == "GET" or "change" in request.POST or not form.is_valid():
        return render(request, "referrals/new.html", context)
    chosen = {name: form.cleaned_data[name] for name in ("purpose", "facts", "medium")}
    try:
        context["preview"] = preview_of(case, office=form.chosen_office, facts=chosen["facts"])
        if "send" in request.POST:
            referral = send_referral(case, office=form.chosen_office, **chosen, by=request.staff)
            messages.success(request, _("Derivación enviada. La carta está lista para imprimir."))
            return redirect("referrals:referral", referral.code)
    except ConsentDoesNotCover as error:
        context["missing"] = error.missing
    except CaseworkError as error:
        form.add_error(None, str(error.message))
    is_refused = form.errors or "missing" in context
    template = "referrals/new.html" if is_refused else "referrals/preview.html"
    return render(request, template, context)


@require_POST
def referral_draft(request: StaffRequest, code: str) -> HttpResponse:
    """What is being typed about a referral, kept without a word."""
    case = case_for(request.staff, code, to=Permission.REFER)
    return _desk(request, draft_of_referral(case)).kept_silently()


@require_http_methods(["GET", "POST"])
def referral(request: StaffRequest, code: str) -> HttpResponse:
    """One referral with its steps; a POST notes the next one."""
    to = Permission.REFER if request.method == "POST" else Permission.SEE_CASES
    shown = referral_for(request.staff, code, to=to)
    form = StepForm(request.POST or None, referral=shown)
    if request.method == "POST" and form.is_valid():
        step = {name: form.cleaned_data[name] for name in ("happened_on", "note")}
        try:
            advance_referral(shown, state=form.chosen_state, **step, by=request.staff)
        except CaseworkError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("Anotado."))
            return redirect("referrals:referral", shown.code)
    may_advance = request.staff.may(Permission.REFER) and bool(shown.next_states)
    context = {"form": form if may_advance else None, **referral_page(shown)}
    return render(request, "referrals/referral.html", context)


@require_POST
def letter(request: StaffRequest, code: str) -> HttpResponse:
    """The letter to download, while she still allows what it says."""
    printed = referral_for(request.staff, code, to=Permission.REFER)
    try:
        pdf = print_letter(printed, by=request.staff)
    except CaseworkError as error:
        messages.error(request, error.message)
        return redirect("referrals:referral", printed.code)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{printed.code}.pdf"'
    return response


def _desk(request: StaffRequest, of: DraftOf) -> Desk:
    return Desk(
        request,
        of,
        known=ReferralForm.base_fields,
        wall=Compartment.CASE,
        autosave_url=reverse("referrals:draft", args=[of.case.code]),
    )
