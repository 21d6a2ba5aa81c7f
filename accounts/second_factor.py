"""Whether this session has shown more than a password."""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from accounts.models import User

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_enough(request: HttpRequest) -> bool:
    """Whether this session may go on: a second factor was shown, or none is asked for here."""
    return not settings.SECOND_FACTOR_REQUIRED or is_shown(request)


def is_shown(request: HttpRequest) -> bool:
    """Whether a code or a passkey was accepted in this session; asks no table."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def is_set_up(request: HttpRequest) -> bool:
    """Whether she has an authenticator app or a passkey."""
    return bool(is_mfa_enabled(request.user, FACTORS))


def page_that_asks(request: HttpRequest) -> str:
    """The name of the page on which she shows it: her app's code first, else her passkey."""
    has_app = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
    return "mfa_reauthenticate" if has_app else "mfa_reauthenticate_webauthn"


def note_shown(request: HttpRequest, kind: str) -> None:
    """Remember that what was freshly set up was accepted in this session."""
    record_authentication(request, request.user, method="mfa", type=kind)


def take_away(user: User) -> bool:
    """Remove her app, her passkeys and her recovery codes; whether there was any."""
    removed: int = Authenticator.objects.filter(user=user).delete()[0]
    return removed > 0


def forget(request: HttpRequest) -> None:
    """Ask again when nothing is left of what she could show."""
    if is_set_up(request):
        return
    key = "account_authentication_methods"
    records = request.session.get(key, [])
    request.session[key] = [record for record in records if record.get("method") != "mfa"]
