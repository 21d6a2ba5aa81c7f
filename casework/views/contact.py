"""Reaching her safely: the rules first, then the number; confirming them; waiting for her."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import step_up
from accounts.permissions import Permission
from accounts.staff import StaffRequest
from casework.access import case_for, supports
from casework.actions.contact import (
    confirm_safe_contact,
    leave_contact_to_her,
    reveal_contact,
    take_up_contact,
)
from casework.errors import CaseworkError
from casework.overviews.contact import contact_rules
from casework.overviews.frame import frame_of
from casework.views.answers import back_to_case, sent_back


@require_POST
def contact(request: StaffRequest, code: str) -> HttpResponse:
    """The rules for reaching her, this once; that they were opened is on the trail."""
    case = case_for(request.staff, code)
    if not supports(request.staff, case):
        step_up.require(request)
    context = {
        "rules": contact_rules(reveal_contact(case, by=request.staff)),
        "frame": frame_of(request.staff, case),
    }
    return render(request, "casework/contact/rules.html", context)


@require_POST
def confirm(request: StaffRequest, code: str) -> HttpResponse:
    """She said today that the rules hold."""
    return _do(request, code, confirm_safe_contact, _("Contacto seguro confirmado hoy."))


@require_POST
def leave(request: StaffRequest, code: str) -> HttpResponse:
    """She will contact us."""
    said = _("Anotado: ella se comunicará. No se enviarán avisos de este caso.")
    return _do(request, code, leave_contact_to_her, said)


@require_POST
def take_up(request: StaffRequest, code: str) -> HttpResponse:
    """She did, or asked us to call again."""
    said = _("Anotado: los avisos de este caso vuelven a enviarse.")
    return _do(request, code, take_up_contact, said)


def _do(request: StaffRequest, code: str, deed: Callable[..., None], said: str) -> HttpResponse:
    case = case_for(request.staff, code, to=Permission.WRITE_CASE)
    try:
        deed(case, by=request.staff)
    except CaseworkError as error:
        return sent_back(request, code, error)
    return back_to_case(request, code, said)
