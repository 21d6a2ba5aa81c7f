"""How many wrong passwords are taken: from a device the account knows, from any other, from all.

Three counters, each with its rate in ``ACCOUNT_RATE_LIMITS``. A known device has one of its own.
Strangers share one for each account, one for their network, and one for the whole site, so that
neither one account from many networks nor many accounts with one password goes far. What strangers
use up locks strangers only.
"""

from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage
from django.http import HttpRequest

from accounts import known_device
from accounts.models import User

APP = "allauth.account"
KNOWN, STRANGE, ANYWHERE = "login_failed_known", "login_failed", "login_failed_anywhere"


def count(request: HttpRequest, address: str) -> RateLimitUsage | None:
    """One more attempt, which a success takes back; None when it is one too many."""
    device = _device_of(request, address)
    if device:
        return ratelimit.consume(request, app=APP, action=KNOWN, key=f"{address} {device}")
    one = ratelimit.consume(request, app=APP, action=STRANGE, key=_key_of(address))
    every = one and ratelimit.consume(request, app=APP, action=ANYWHERE, key=ANYWHERE)
    if not one or not every:
        return None
    return RateLimitUsage(usage=[*one.usage, *every.usage])


def forget(request: HttpRequest, address: str) -> None:
    """What strangers used up of an account: its password was just chosen anew through a link."""
    ratelimit.clear(request, app=APP, action=STRANGE, key=_key_of(address))


def _key_of(address: str) -> str:
    """Strangers' failures on an account count together, whatever host name they were sent to."""
    return f"sign-in:{address}"


def _device_of(request: HttpRequest, address: str) -> str:
    """What tells a device that the account knows: its token, or the session she is signed in to."""
    user = request.user
    if isinstance(user, User) and user.email == address:
        return request.session.session_key or ""
    return known_device.token_of(request, address)
