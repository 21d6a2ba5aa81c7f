"""On the way in: who asks, for how long already, with which proof, and with which keys."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django_htmx.http import HttpResponseClientRedirect

from accounts import conduct, second_factor, session
from accounts.forms import proof
from accounts.models import User
from accounts.staff import Staff, staff_for
from accounts.step_up import ProofNeeded
from audit.context import NOBODY, Actor, acting, device, peer_address
from vault import wall
from vault.keychain import open_keys

Answer = Callable[[HttpRequest], HttpResponseBase]
View = Callable[..., HttpResponseBase]


# Where somebody may go whose rights or second factor are not settled, public pages apart.
WAY_OUT = frozenset({"account_logout"})
WAY_TO_SHOW_IT = WAY_OUT | {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
WAY_TO_WORK = WAY_OUT | {"conduct", "language"}
WAY_TO_SET_IT_UP = WAY_OUT | {"mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"}


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
        visit = acting(
            _actor_of(request, staff), address=peer_address(request), device=device(request)
        )
        with visit, wall.behind([staff.partner_id] if staff and staff.partner_id else []):
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
        """Send whoever has shown none to the page that asks for it, or that sets it up.

        Whoever has one shows it before she may add another: a password alone adds none.
        """
        if not request.user.is_authenticated or second_factor.is_enough(request):
            return None
        is_set_up = second_factor.is_set_up(request)
        if _leads_out(request, view, WAY_TO_SHOW_IT if is_set_up else WAY_TO_SET_IT_UP):
            return None
        if is_set_up:
            back = request.get_full_path() if request.method == "GET" else "/"
            return redirect_to_login(back, resolve_url(second_factor.page_that_asks(request)))
        return redirect("mfa_activate_totp")


class ConductMiddleware:
    """Outside the demo everybody accepts the code of conduct before she works."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Send whoever has not to the page that asks; once a session, at its beginning."""
        staff = staff_on(request)
        if staff is None or _leads_out(request, view, WAY_TO_WORK):
            return None
        if conduct.is_accepted(request, staff.user):
            return None
        return redirect("accounts:conduct")


class StepUpMiddleware:
    """Ask for the fresh proof a page wants, and lose nothing of what was typed."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: View, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Take the proof that comes with the fields it was asked for; a wrong one is recorded."""
        if proof.is_among(request):
            with transaction.atomic():
                request.ways = proof.take(request)  # type: ignore[attr-defined]  # read below
        return None

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Ask: on a page of its own, or, when something was sent, on one that carries it along."""
        if not isinstance(exception, ProofNeeded) or not request.user.is_authenticated:
            return None
        if request.method == "POST" and not request.headers.get("HX-Request"):
            return _ask_here(request)
        return _ask_first(request)


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


def _ask_first(request: HttpRequest) -> HttpResponseBase:
    """Lead to the page that asks, and from there back."""
    asking = redirect_to_login(request.get_full_path(), resolve_url("account_reauthenticate"))
    if request.headers.get("HX-Request"):
        answer: HttpResponse = HttpResponseClientRedirect(resolve_url("account_reauthenticate"))
        return answer
    return asking


def _ask_here(request: HttpRequest) -> HttpResponse:
    """A page that asks, and sends what was typed once more together with the answer."""
    context = {
        "ways": getattr(request, "ways", None) or proof.ways(request),
        "kept": proof.fields_beside(request),
        "action": request.get_full_path(),
        "has_files": bool(request.FILES),
    }
    return render(request, "accounts/prove.html", context, status=HTTPStatus.FORBIDDEN)
