"""Where one's account is open now, and ending it elsewhere."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.devices import devices_of
from accounts.staff import StaffRequest


@require_http_methods(["GET", "POST"])
def sessions(request: StaffRequest) -> HttpResponse:
    """Her devices; a POST ends one of the others, or all of them."""
    devices = devices_of(request.user, current_key=request.session.session_key)
    others = [device for device in devices if not device.is_current]
    if request.method != "POST":
        context = {"devices": devices, "others": others}
        return render(request, "usersessions/usersession_list.html", context)
    code = request.POST.get("device", "")
    chosen = [device for device in others if code in {"", device.code}]
    if chosen:
        actions.end_devices(chosen, by=request.staff)
        messages.success(request, _("Se cerró lo que estaba abierto ahí."))
    else:
        messages.info(request, _("Esa sesión ya estaba cerrada."))
    return redirect("usersessions_list")
