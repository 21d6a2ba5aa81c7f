"""A device on which somebody has signed in before: it keeps a token for each such account.

So a stranger who guesses at a person's password is slowed down without locking her out: her own
device counts its failures apart. The cookie holds no name, only digests of addresses and random
tokens, signed; *Salir ya* removes it with all the others.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "equipo"
SALT = "accounts.known_device"
KEPT_FOR = timedelta(days=180)
MOST_ACCOUNTS = 5  # a shared computer; the oldest goes first


def token_of(request: HttpRequest, address: str) -> str:
    """The token this device has for the account of this address; empty on a device it never met."""
    return _tokens(request).get(_digest(address), "")


def remember(request: HttpRequest, response: HttpResponse, address: str) -> None:
    """Let the device know that somebody of this address has just signed in on it."""
    tokens = _tokens(request)
    token = tokens.pop(_digest(address), "") or secrets.token_urlsafe(12)
    kept = dict([*tokens.items(), (_digest(address), token)][-MOST_ACCOUNTS:])
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=SALT),
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _tokens(request: HttpRequest) -> dict[str, str]:
    try:
        kept: dict[str, str] = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT_FOR
        )
    except signing.BadSignature:
        return {}
    return kept


def _digest(address: str) -> str:
    return salted_hmac(SALT, address).hexdigest()[:20]
