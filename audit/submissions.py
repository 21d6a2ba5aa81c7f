"""A form sent twice is done once.

Every form carries a fresh `submission_key`. The key is stored in the transaction of the deed
it guards: a second sending waits for the first on the table's unique index, finds the key,
and is sent on to where the first one went. A form that came back with errors has done
nothing, so its key is free again. A key that is not a UUID, or a form without one, guards
nothing: it is answered as if it were sent once.
"""

import uuid
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone

from audit.context import current_actor
from audit.models import Submission

FIELD = "submission_key"
CLIENT_REDIRECT = "HX-Redirect"
KEPT_FOR = timedelta(days=7)


def answer_once(request: HttpRequest, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The answer, or where the first sending of the same form was sent on to."""
    key = _key_of(request)
    if key is None:
        return answer()
    location = _location_of_first(key)
    if location:
        return _sent_on(request, location)
    response = answer()
    _settle(key, response)
    return response


def purge_old() -> None:
    """Forget keys after a week: no form waits that long to be sent again."""
    Submission.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()


def _key_of(request: HttpRequest) -> UUID | None:
    """The form's key, made different for each sender and address."""
    if request.method != "POST":
        return None
    try:
        given = UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None
    return uuid.uuid5(given, f"{current_actor().id} {request.path}")


def _location_of_first(key: UUID) -> str:
    """Where the first sending was sent on to; empty when this is the first.

    The insert waits for another sending that is still under way, and does nothing when that
    one is committed.
    """
    Submission.objects.bulk_create([Submission(key=key)], ignore_conflicts=True)
    return Submission.objects.values_list("location", flat=True).get(key=key)


def _settle(key: UUID, response: HttpResponseBase) -> None:
    """Keep where the answer leads; an answer that leads nowhere gives the key back."""
    location = response.headers.get("Location") or response.headers.get(CLIENT_REDIRECT)
    submission = Submission.objects.filter(key=key)
    if location:
        submission.update(location=location)
    else:
        submission.delete()


def _sent_on(request: HttpRequest, location: str) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={CLIENT_REDIRECT: location})
    return HttpResponseRedirect(location)
