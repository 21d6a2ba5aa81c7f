"""The addresses that belong to no app: the front door, health, the quick exit, the language."""

import structlog
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.db.transaction import atomic, non_atomic_requests
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)
from django.views.i18n import set_language

from accounts import known_device
from audit import ledger
from audit.errors import TrailNotWritten
from audit.events import Event
from config.context import places_for
from config.health import is_well

log = structlog.get_logger(__name__)


@require_safe
def home(request: HttpRequest) -> HttpResponseRedirect:
    """The first of the places that her role opens: *Hoy* for whoever carries cases.

    Somebody whose role opens none is led to her own account.
    """
    places = places_for(request)
    return HttpResponseRedirect(places[0].url if places else reverse("accounts:account"))


@login_not_required
@non_atomic_requests
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database, the cache and the queue answer, else 503; says nothing more."""
    well = is_well()
    return JsonResponse({"ok": well}, status=200 if well else 503)


@login_not_required
@require_GET
def session_health(request: HttpRequest) -> HttpResponse:
    """204 while the session lives, else not: asked by a page that Back shows again.

    A page in which somebody types asks too, now and then: asking keeps the session awake.
    """
    return HttpResponse(status=204 if request.user.is_authenticated else 401)


@login_not_required
@non_atomic_requests  # she leaves even when the trail cannot be written
@csrf_exempt
@require_http_methods(["GET", "POST"])
def quick_exit(request: HttpRequest) -> HttpResponse:
    """Ends the session, leaves nothing behind; GET goes on to a neutral site, POST is the beacon.

    A page left alone for too long says reason=idle: then it is an ordinary signing out.
    Anybody may be made to leave by a foreign page: that costs a sign-in, while a check
    for a token could cost her safety.
    """
    if request.user.is_authenticated:
        _tell(request)
        logout(request)
    answer = (
        HttpResponse(status=204)
        if request.method == "POST"
        else HttpResponseRedirect(settings.QUICK_EXIT_URL)
    )
    answer.delete_cookie(known_device.COOKIE, samesite="Lax")
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


def _tell(request: HttpRequest) -> None:
    """Write the exit into the trail; the one deed that goes on when that fails."""
    is_idle = request.POST.get("reason") == "idle"
    try:
        with atomic():
            ledger.record(Event.SIGNED_OUT if is_idle else Event.QUICK_EXIT)
    except TrailNotWritten:
        log.exception("exit_not_recorded")


urlpatterns = [
    path("", home, name="home"),
    path("salud/", health, name="health"),
    path("salud/sesion/", session_health, name="session_health"),
    path("salir-ya/", quick_exit, name="quick_exit"),
    path("idioma/", login_not_required(require_POST(set_language)), name="choose_language"),
]
