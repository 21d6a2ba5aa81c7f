"""What a session remembers: its beginning, her last step, and for whom she works now."""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from audit.events import Event
from audit.ledger import record

BEGAN_AT = "began_at"
LAST_SEEN_AT = "last_seen_at"
CHOSEN_MEMBERSHIP = "chosen_membership"
SECONDS_BETWEEN_STAMPS = 60


def has_expired(request: HttpRequest) -> bool:
    """Whether the session was idle too long or is too old, by its own two stamps."""
    now = time.time()
    began_at = request.session.get(BEGAN_AT, now)
    last_seen_at = request.session.get(LAST_SEEN_AT, began_at)
    idle, age = now - last_seen_at, now - began_at
    too_idle: bool = idle >= settings.SESSION_IDLE.total_seconds()
    too_old: bool = age >= settings.SESSION_ABSOLUTE.total_seconds()
    return too_idle or too_old


def stamp(request: HttpRequest) -> None:
    """Note that she was here; written at most once a minute, so that reading stays cheap."""
    now = time.time()
    request.session.setdefault(BEGAN_AT, now)
    if now - request.session.get(LAST_SEEN_AT, 0) >= SECONDS_BETWEEN_STAMPS:
        request.session[LAST_SEEN_AT] = now


def end(request: HttpRequest) -> HttpResponse:
    """Forget the session and lead to the sign-in page, which says why, and then back here."""
    record(Event.SIGNED_OUT, reason="session_expired")
    logout(request)
    messages.info(request, _("La agenda se cerró sola por su seguridad. Puede volver a entrar."))
    if request.headers.get("HX-Request"):
        answer: HttpResponse = HttpResponseClientRedirect(resolve_url(settings.LOGIN_URL))
        return answer
    back = request.get_full_path() if request.method == "GET" else ""
    return redirect_to_login(back or resolve_url(settings.LOGIN_REDIRECT_URL))


def chosen_membership(request: HttpRequest) -> str | None:
    """The code of the membership she chose in this session, if she chose one."""
    code: str | None = request.session.get(CHOSEN_MEMBERSHIP)
    return code


def choose_membership(request: HttpRequest, code: str) -> None:
    """Work for another partner from the next request on."""
    request.session[CHOSEN_MEMBERSHIP] = code


def forget_language_of_device(response: HttpResponse) -> None:
    """Let the account's language speak: the one chosen on this device would go first."""
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
