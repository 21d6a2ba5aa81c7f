"""Step-up: a fresh proof that it is still she, before what a stolen session must not do.

Fresh is a sign-in or a proof (password, code or passkey) of the last five minutes. A page that
wants one asks *after* its door, so that a stranger meets the same 404 as ever, and in GET and
POST alike, so that she is asked before the form is filled:

    @require_http_methods(["GET", "POST"])
    def share(request: StaffRequest, code: str) -> HttpResponse:
        case = case_for(request.staff, code, to=Permission.SHARE_CASE)
        step_up.require(request)
        form = ShareForm(request.POST or None)
        ...

What she typed is never lost. A GET leads to the page that asks, and back. A POST is answered
(403) with a page that asks and carries her fields in itself: her answer sends the whole form
again, under its own submission key, and nothing of it waits on the server. Two things cannot be
carried: chosen files (the page says so; let the GET ask) and htmx parts (those are led to the
page that asks). Call it in views only, before anything is written.

In tests ``as_(member)`` has proved nothing, which the access matrix calls *confirma*;
``as_(member, fresh=True)`` has proved it just now.
"""

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest

ProofNeeded = ReauthenticationRequired  # the sign-in library's own, so that its pages ask alike


def require(request: HttpRequest) -> None:
    """Go on if she proved within five minutes that it is she; else raise ``ProofNeeded``."""
    raise_if_reauthentication_required(request, app="accounts")
