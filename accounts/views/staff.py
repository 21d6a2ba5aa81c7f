"""The people of one's own partner: see, invite, change role, suspend, reinstate."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import access, actions, step_up
from accounts.errors import StaffError
from accounts.forms.staff import ChangeRoleForm, InviteForm
from accounts.staff import StaffRequest


@require_GET
def staff_list(request: StaffRequest) -> HttpResponse:
    """Everybody of her partner, the suspended last."""
    return render(
        request, "accounts/staff_list.html", {"members": access.members_of(request.staff)}
    )


@require_http_methods(["GET", "POST"])
def invite(request: StaffRequest) -> HttpResponse:
    """A new member of the partner."""
    partner = access.own_partner(request.staff)
    form = InviteForm(request.POST or None)
    if form.is_valid():
        try:
            member = actions.invite_staff(partner, **form.cleaned_data, by=request.staff)
        except StaffError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Invitación enviada. El enlace vence en 3 días."))
            return redirect("accounts:member", member.code)
    return render(request, "accounts/invite.html", {"form": form})


@require_GET
def member(request: StaffRequest, code: str) -> HttpResponse:
    """One person: her role, what it lets her do, and what can be done about her."""
    found = access.member_for(request.staff, code)
    form = ChangeRoleForm(initial={"role": found.role})
    return render(request, "accounts/member.html", {"member": found, "form": form})


@require_POST
def change_role(request: StaffRequest, code: str) -> HttpResponse:
    """Another role, from the next request of hers on."""
    found = access.member_for(request.staff, code)
    form = ChangeRoleForm(request.POST)
    if form.is_valid():
        try:
            actions.change_role(found, role=form.cleaned_data["role"], by=request.staff)
        except StaffError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("El rol cambió."))
            return redirect("accounts:member", code)
    return render(request, "accounts/member.html", {"member": found, "form": form})


@require_POST
def suspend(request: StaffRequest, code: str) -> HttpResponse:
    """Close the door to her, now."""
    return _done(request, code, actions.suspend_staff, _("Acceso suspendido."))


@require_POST
def reinstate(request: StaffRequest, code: str) -> HttpResponse:
    """Open it again."""
    return _done(request, code, actions.reinstate_staff, _("Acceso restablecido."))


@require_POST
def invite_again(request: StaffRequest, code: str) -> HttpResponse:
    """A fresh link for somebody who has not come in yet."""
    return _done(request, code, actions.invite_again, _("Se envió otro enlace."))


@require_POST
def reset_second_factor(request: StaffRequest, code: str) -> HttpResponse:
    """Let her set up another app, because she lost the first."""
    access.member_for(request.staff, code)
    step_up.require(request)
    return _done(request, code, actions.reset_second_factor, _("Podrá activar otro teléfono."))


def _done(
    request: StaffRequest, code: str, deed: Callable[..., None], sentence: str
) -> HttpResponse:
    """Do it to the member of this code and say how it went, on her page."""
    found = access.member_for(request.staff, code)
    try:
        deed(found, by=request.staff)
    except StaffError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, sentence)
    return redirect("accounts:member", code)
