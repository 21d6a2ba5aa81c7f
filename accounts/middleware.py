"""On the way in: who asks, for how long already, with which proof, and with which keys."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url

from accounts import second_factor, session
from accounts.models import User
from accounts.staff import Staff, staff_for
from audit.context import NOBODY, Actor, acting, device, peer_address
from vault.keychain import open_keys

Answer = Callable[[HttpRequest], HttpResponseBase]
View = Callable[..., HttpResponseBase]


# Where somebody may go whose rights or second factor are not settled, public pages apart.
WAY_OUT = frozenset({"account_logout"})
WAY_TO_A_SECOND_FACTOR = WAY_OUT | {
    "mfa_activate_totp",
    "mfa_reauthenticate",
    "account_reauthenticate",
}


class StaffMiddleware:
    """Put ``request.staff`` on the request, and the person on everything the trail records.

    Rights are read afresh each time: what was suspended or taken away is gone with the
    next request. Somebody signed in without a live membership gets one neutral page.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        staff = _staff_of(request)
        request.staff = staff  # type: ignore[attr-defined]  # StaffRequest says so to the views
        with acting(
            _actor_of(request, staff),
            address=peer_address(request),
            device=device(request),
        ):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Stop whoever is signed in but belongs nowhere."""
        if not request.user.is_authenticated or staff_on(request) or _leads_out(request, view):
            return None
        return render(request, "accounts/no_membership.html", status=HTTPStatus.FORBIDDEN)


class SessionAgeMiddleware:
    """End a session that was idle too long or is too old, and say so calmly."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated and session.has_expired(request):
            return session.end(request)
        response = self.get_response(request)
        if request.user.is_authenticated:
            session.stamp(request)
        return response


class SecondFactorMiddleware:
    """Outside the demo nobody goes further on a password alone."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Send whoever has shown no code to the page that asks for one, or that sets it up."""
        if not request.user.is_authenticated or second_factor.is_enough(request):
            return None
        if _leads_out(request, view, WAY_TO_A_SECOND_FACTOR):
            return None
        if second_factor.is_set_up(request):
            back = request.get_full_path() if request.method == "GET" else "/"
            return redirect_to_login(back, resolve_url("mfa_reauthenticate"))
        return redirect("mfa_activate_totp")


class KeysMiddleware:
    """Hold exactly the keys her rights open, for as long as the request lasts."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        staff = staff_on(request)
        if staff is None or not second_factor.is_enough(request):
            return self.get_response(request)
        with open_keys(staff.scope("request")):
            return self.get_response(request)


def staff_on(request: HttpRequest) -> Staff | None:
    """Who asks, or None before sign-in and for people without a live membership."""
    staff: Staff | None = getattr(request, "staff", None)
    return staff


def _staff_of(request: HttpRequest) -> Staff | None:
    if not isinstance(request.user, User):
        return None
    return staff_for(request.user, session.chosen_membership(request))


def _actor_of(request: HttpRequest, staff: Staff | None) -> Actor:
    if staff is not None:
        return staff.actor
    if isinstance(request.user, User):
        return request.user.trail_actor
    return NOBODY


def _leads_out(request: HttpRequest, view: View, names: frozenset[str] = WAY_OUT) -> bool:
    """Whether the page is public or one of those that stay open to the unsettled."""
    match = request.resolver_match
    is_public = not getattr(view, "login_required", True)
    return is_public or (match is not None and match.url_name in names)
