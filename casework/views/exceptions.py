"""Restricting a case, and what ends by itself: shares and emergencies."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import step_up
from accounts.permissions import Permission
from accounts.staff import StaffRequest
from audit.refusals import refuse
from casework.access import case_for, case_to_lead, colleagues_for
from casework.actions.break_glass import Glass, break_glass, review_break_glass
from casework.actions.restriction import lift_restriction, restrict_case
from casework.actions.sharing import consent_to_share, end_exception, recipient_of, share_case
from casework.errors import CaseworkError
from casework.exceptions import (
    case_behind_glass,
    emergency_for,
    exception_to_end,
    share_for,
    shareable_by,
    shares_with,
)
from casework.forms.exceptions import BreakGlassForm, RestrictForm, ReviewForm, ShareForm
from casework.forms.shared_parts import shared_parts
from casework.overviews.emergency import emergency_page
from casework.overviews.frame import CaseFrame, frame_of
from casework.overviews.shared import shared_case
from casework.overviews.team import end_in_words
from casework.views.answers import is_done


@require_http_methods(["GET", "HEAD", "POST"])
def restrict(request: StaffRequest, code: str) -> HttpResponse:
    """Name who may go on seeing the case; done again, it is renewed."""
    staff = request.staff
    case = case_to_lead(staff, code)
    form = RestrictForm(
        request.POST if request.method == "POST" else None,
        colleagues=list(colleagues_for(staff)),
        initial={"people": [str(case.responsible_id)]},
    )
    if is_done(
        form,
        lambda: restrict_case(
            case,
            team=form.team(),
            ends_at=form.ends_at(),
            reason=form.cleaned_data["reason"],
            by=staff,
        ),
    ):
        messages.success(request, _("Caso restringido: solo lo ven las personas nombradas."))
        return redirect("casework:team", code)
    context = {"frame": frame_of(staff, case, current="team"), "form": form}
    return render(request, "casework/exceptions/restrict.html", context)


@require_POST
def lift(request: StaffRequest, code: str) -> HttpResponse:
    """Open it again to whoever works on cases here."""
    case = case_to_lead(request.staff, code)
    try:
        lift_restriction(case, by=request.staff)
    except CaseworkError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Se levantó la restricción del caso."))
    return redirect("casework:team", code)


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: StaffRequest, code: str) -> HttpResponse:
    """Choose, see exactly what she will see, and only then confirm."""
    case = case_for(request.staff, code, to=Permission.REFER)
    step_up.require(request)
    form = ShareForm(
        request.POST if request.method == "POST" else None,
        offered=shareable_by(request.staff, case),
    )
    frame = frame_of(request.staff, case, current="team")
    if not is_done(form, lambda: _checked(request, frame, form)):
        return render(request, "casework/exceptions/share.html", {"frame": frame, "form": form})
    if "confirmed" in request.POST and is_done(form, lambda: _shared(request, frame, form)):
        messages.success(request, _("Caso compartido con esa persona, hasta la fecha indicada."))
        return redirect("casework:team", code)
    if form.errors:
        return render(request, "casework/exceptions/share.html", {"frame": frame, "form": form})
    recipient = recipient_of(form.cleaned_data["address"], by=request.staff)
    context = {
        "frame": frame,
        "form": form,
        "recipient": recipient,
        "until": end_in_words(form.ends_at()),
        "parts": shared_parts(case, form.chosen()),
    }
    form.keep()
    return render(request, "casework/exceptions/preview.html", context)


@require_POST
def end(request: StaffRequest, code: str, exception_code: str) -> HttpResponse:
    """Take a share or an emergency back."""
    case = case_for(request.staff, code)
    end_exception(exception_to_end(request.staff, case, exception_code), by=request.staff)
    messages.success(request, _("Terminado: ya no puede entrar."))
    return redirect("casework:team", code)


@require_safe
def shared_with_me(request: StaffRequest) -> HttpResponse:
    """What people of other organisations share with her."""
    shares = [shared_case(each) for each in shares_with(request.staff)]
    return render(request, "casework/exceptions/shared_with_me.html", {"shares": shares})


@require_safe
def shared(request: StaffRequest, exception_code: str) -> HttpResponse:
    """One of them: what the preview showed."""
    found = share_for(request.staff, exception_code)
    context = {
        "share": shared_case(found),
        "reason": found.reason if "case" in found.compartments else "",
        "until": end_in_words(found.ends_at),
        "parts": shared_parts(found.case, found.compartments),
    }
    return render(request, "casework/exceptions/shared.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: StaffRequest) -> HttpResponse:
    """Break the glass: two hours, told at once, reviewed after."""
    initial = {"code": request.GET.get("code", "")[:20]}
    form = BreakGlassForm(request.POST if request.method == "POST" else None, initial=initial)
    staff = request.staff
    _require_case_work(request)
    if form.is_valid():
        case = case_behind_glass(staff, form.cleaned_data["code"])
        if case is None:
            form.add_error("code", _("No hay un caso de su organización con ese código."))
        elif is_done(
            form,
            lambda: break_glass(
                case,
                glass=Glass(form.cleaned_data["glass"]),
                reason=form.cleaned_data["reason"],
                by=staff,
            ),
        ):
            messages.success(
                request,
                _("Puede leerlo durante dos horas. Ya se avisó y otra persona lo revisará."),
            )
            return redirect("casework:case", case.code)
    return render(request, "casework/exceptions/emergency.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: StaffRequest, exception_code: str) -> HttpResponse:
    """Somebody else looks at an emergency."""
    found = emergency_for(request.staff, exception_code)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if is_done(form, lambda: review_break_glass(found, **form.cleaned_data, by=request.staff)):
        messages.success(request, _("Revisión guardada."))
        return redirect("casework:today")
    context = {"emergency": emergency_page(found), "form": form}
    return render(request, "casework/exceptions/review.html", context)


def _require_case_work(request: StaffRequest) -> None:
    """Whoever sees no case has no emergency either."""
    if not request.staff.may(Permission.SEE_CASES):
        refuse(partner_id=request.staff.partner_id, reason=f"may_not_{Permission.SEE_CASES}")


def _checked(request: StaffRequest, frame: CaseFrame, form: ShareForm) -> None:
    """Everything that may be asked before the preview is shown."""
    recipient_of(form.cleaned_data["address"], by=request.staff)
    consent_to_share(frame.case, until=form.ends_at())


def _shared(request: StaffRequest, frame: CaseFrame, form: ShareForm) -> None:
    share_case(
        frame.case,
        recipient=recipient_of(form.cleaned_data["address"], by=request.staff),
        compartments=form.chosen(),
        purpose=form.cleaned_data["purpose"],
        reason=form.cleaned_data["reason"],
        ends_at=form.ends_at(),
        by=request.staff,
    )
