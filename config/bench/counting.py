"""Counts the queries of an answer, for whoever asks by a header. Only the bench's sites have it."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

ASKED = "X-Count-Queries"
ANSWERED = "X-Queries"


class CountingMiddleware:
    """Stands around everything else, and does nothing unless it is asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:  # noqa: D102  # Django's verb
        if ASKED not in request.headers:
            return self.get_response(request)
        count = 0

        def counted(execute: Callable[..., Any], *words: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*words)

        with connection.execute_wrapper(counted):
            response = self.get_response(request)
        response.headers[ANSWERED] = str(count)
        return response
