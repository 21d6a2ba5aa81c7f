"""Handing a case over: proposing, answering, and sharing out the cases of somebody who leaves."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.staff import StaffRequest
from casework.access import case_to_lead, colleagues_for
from casework.actions.hand_over import (
    accept_hand_over,
    decline_hand_over,
    propose_hand_over,
    reassign_all,
)
from casework.errors import CaseworkError
from casework.exceptions import hand_over_for, people_to_reassign
from casework.forms.hand_over import ProposeForm, ReassignForm
from casework.overviews.frame import frame_of
from casework.views.answers import is_done


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: StaffRequest, code: str) -> HttpResponse:
    """Ask a colleague to answer for the case."""
    case = case_to_lead(request.staff, code)
    form = ProposeForm(
        request.POST if request.method == "POST" else None,
        colleagues=colleagues_for(request.staff),
    )
    if is_done(
        form,
        lambda: propose_hand_over(
            case, to=form.chosen, reason=form.cleaned_data["reason"], by=request.staff
        ),
    ):
        messages.success(request, _("Propuesta enviada. El caso sigue igual hasta que la acepte."))
        return redirect("casework:team", code)
    context = {"frame": frame_of(request.staff, case, current="team"), "form": form}
    return render(request, "casework/hand_over/propose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: StaffRequest, hand_over_code: str) -> HttpResponse:
    """Take the case or not. What is in it shows once it is hers."""
    proposal = hand_over_for(request.staff, hand_over_code)
    if request.method == "POST":
        deed = accept_hand_over if "accept" in request.POST else decline_hand_over
        try:
            deed(proposal, by=request.staff)
        except CaseworkError as error:
            messages.error(request, error.message)
            return redirect("casework:today")
        if "accept" in request.POST:
            messages.success(request, _("El caso es suyo, con lo que estaba pendiente."))
            return redirect("casework:case", proposal.case.code)
        messages.success(request, _("Respuesta enviada."))
        return redirect("casework:today")
    return render(request, "casework/hand_over/answer.html", {"proposal": proposal})


@require_http_methods(["GET", "HEAD", "POST"])
def reassign(request: StaffRequest) -> HttpResponse:
    """Every open case of one person to others, and her exceptions end."""
    people = people_to_reassign(request.staff)
    form = ReassignForm(
        request.POST if request.method == "POST" else None,
        people=people,
        colleagues=colleagues_for(request.staff),
    )
    moved: list[int] = []

    def deed() -> None:
        leaver, takers = form.chosen()
        moved.append(reassign_all(leaver, to=takers, by=request.staff))

    if is_done(form, deed):
        count = moved[0]
        said = ngettext("Pasó %(n)s caso.", "Pasaron %(n)s casos.", count) % {"n": count}
        messages.success(request, said)
        return redirect("oversight:supervision")
    return render(request, "casework/hand_over/reassign.html", {"form": form})
