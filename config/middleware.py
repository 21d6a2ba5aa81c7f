"""What every request passes before anybody is asked who they are."""

import time
from collections.abc import Callable, Iterable, Mapping

import structlog
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from audit.context import NOBODY, acting

GetResponse = Callable[[HttpRequest], HttpResponseBase]
LONGEST_PATH = 1_000
LONGEST_QUERY = 4_000

log = structlog.get_logger(__name__)


class RequestLineMiddleware:
    """Logs each answer with its route, status and time: never with its address or its person.

    The correlation id that ties this line to the trail and to any error's line is made here.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.monotonic()
        with acting(NOBODY):
            response = self.get_response(request)
            match = request.resolver_match
            log.info(
                "request_answered",
                method=request.method,
                route=match.view_name if match else "",
                status=response.status_code,
                milliseconds=round((time.monotonic() - started) * 1_000),
            )
        return response


class PrivateAnswersMiddleware:
    """No page is kept by a browser or a proxy, nor found by a search engine.

    Static files do not come this far: whitenoise, further out, has answered them.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers["Cache-Control"] = "no-store, no-cache, must-revalidate, private"
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive, nosnippet"
        return response


class HostileInputMiddleware:
    """Answers 400 to an address, cookie or header that no browser sends and no database takes.

    Posted fields are not looked at here: the form they belong to refuses them with a
    sentence beside the field.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        refuse_hostile_address(request)
        return self.get_response(request)


def refuse_hostile_address(request: HttpRequest) -> None:
    """Raises BadRequest for NUL, lone surrogates and endless addresses."""
    if (
        len(request.path) > LONGEST_PATH
        or len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY
    ):
        raise BadRequest("address too long")
    if any(map(is_hostile, _texts_around(request))):
        raise BadRequest("address holds what no text may hold")


def is_hostile(text: str) -> bool:
    """Whether a text holds NUL or half a character, which databases refuse."""
    return "\0" in text or any("\ud800" <= character <= "\udfff" for character in text)


def _texts_around(request: HttpRequest) -> Iterable[str]:
    yield request.path
    for name, values in request.GET.lists():
        yield name
        yield from values
    yield from request.COOKIES.values()
    yield from (value for name, value in request.META.items() if name.startswith("HTTP_"))


class ChosenLanguageMiddleware:
    """Spanish, unless the person chose English on this device or in her account.

    What the browser asks for is not looked at: a shared computer's browser speaks for
    nobody, and an answer that depends on it would tell something about the reader.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with translation.override(chosen_on_device(request.COOKIES) or settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """The account's language, when this device has none; known only this far inside."""
        if not chosen_on_device(request.COOKIES) and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language


def chosen_on_device(cookies: Mapping[str, str]) -> str | None:
    """The language of the cookie, if it is one of ours."""
    code = cookies.get(settings.LANGUAGE_COOKIE_NAME, "")
    return code if code in dict(settings.LANGUAGES) else None
