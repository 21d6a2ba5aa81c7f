"""TrailMiddleware: a deed, its answer and its lines in the trail are one transaction.

The view runs, its answer is rendered, and what was unsealed on the way is written, all before
the transaction is committed and before a byte leaves. A view that raises leaves no deed; if
it was refused, the refusal is written in a transaction of its own. When the trail cannot be
written, nothing happens and nothing is answered but a neutral page. A sealed value that was
damaged undoes the deed, too: what was damaged is written, and a page of its own says so.
"""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.db import DEFAULT_DB_ALIAS, InternalError, OperationalError, transaction
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.template.response import SimpleTemplateResponse

from audit.context import NOBODY, acting, device, is_acting, peer_address
from audit.errors import TrailNotWritten
from audit.reads import forget_reads, record_damage_alone, record_reads
from audit.refusals import Refused, record_refusal
from audit.submissions import answer_once
from vault.errors import Tampered

GetResponse = Callable[[HttpRequest], HttpResponseBase]
Answer = Callable[[], HttpResponseBase]

# The database could not, or would not, keep what it was given: full, locked, gone, or a trigger.
NOT_KEPT = (TrailNotWritten, OperationalError, InternalError)

log = structlog.get_logger(__name__)


class TrailMiddleware:
    """Stands last before the view; see the module."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as somebody, even if unknown; what was unsealed beside the view is written too."""
        visitor = acting(NOBODY, address=peer_address(request), device=device(request))
        with nullcontext() if is_acting() else visitor:
            response = self.get_response(request)
            try:
                record_reads()
            except NOT_KEPT as error:
                return unavailable(error)
            return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> "Deed | None":
        """The view's work, put off; views that Django itself keeps out of transactions pass."""
        if DEFAULT_DB_ALIAS in getattr(view, "_non_atomic_requests", ()):
            return None
        return Deed(lambda: _recorded(request, lambda: view(request, *args, **kwargs)))


class Deed(HttpResponse):
    """An answer not made yet: Django renders it inside its own handling of exceptions.

    That way the hooks other middleware have for exceptions (allauth's) still work.
    """

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self._answer = answer

    def render(self) -> HttpResponseBase:
        """Do it, and give the answer that takes this one's place."""
        return self._answer()


def _recorded(request: HttpRequest, view: Answer) -> HttpResponseBase:
    """The view's answer, committed together with its deed and its readings."""
    try:
        with transaction.atomic():
            response = answer_once(request, lambda: _whole(view()))
            record_reads()
            return response
    except NOT_KEPT as error:
        forget_reads()
        return unavailable(error)
    except (Refused, PermissionDenied) as refusal:
        forget_reads()
        return _refused(refusal)
    except Tampered as damage:
        return _damaged(damage)
    except Exception:
        forget_reads()
        raise


def _refused(refusal: Refused | PermissionDenied) -> HttpResponseBase:
    try:
        record_refusal(refusal)
    except NOT_KEPT as error:
        return unavailable(error)
    raise refusal


def _damaged(damage: Tampered) -> HttpResponseBase:
    """Says that a record cannot be read and will not be by trying again; it is on the trail."""
    log.error("sealed_value_damaged", exc_info=damage)
    try:
        record_damage_alone()
    except NOT_KEPT as error:
        return unavailable(error)
    return HttpResponse(render_to_string("errors/damaged.html"), status=500)


def _whole(response: Any) -> HttpResponseBase:
    """The answer with nothing left to be computed, so that no secret is opened after the commit."""
    if isinstance(response, SimpleTemplateResponse):
        response = response.render()
    if not isinstance(response, HttpResponseBase):
        raise TypeError(f"The view answered with {type(response).__name__}, not a response.")
    if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
        response.streaming_content = list(response)
    return response


def unavailable(error: Exception) -> HttpResponse:
    """A page that says "not now" and nothing else; needs neither database nor session."""
    log.error("trail_not_written", exc_info=error)
    page = render_to_string("errors/503.html")
    return HttpResponse(page, status=503, headers={"Retry-After": "30"})
