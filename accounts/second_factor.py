"""Whether this session has shown more than a password."""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from accounts.models import User


def is_enough(request: HttpRequest) -> bool:
    """Whether this session may go on: a second factor was shown, or none is asked for here."""
    return not settings.SECOND_FACTOR_REQUIRED or is_shown(request)


def is_shown(request: HttpRequest) -> bool:
    """Whether a code was accepted in this session; asks the session only, no table."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def is_set_up(request: HttpRequest) -> bool:
    """Whether she has an authenticator app to take a code from."""
    return bool(is_mfa_enabled(request.user, [Authenticator.Type.TOTP]))


def note_shown(request: HttpRequest) -> None:
    """Remember that a code of a freshly set up app was accepted in this session."""
    record_authentication(request, request.user, method="mfa", type=Authenticator.Type.TOTP)


def take_away(user: User) -> bool:
    """Remove her app and her recovery codes; whether there was anything to remove."""
    removed: int = Authenticator.objects.filter(user=user).delete()[0]
    return removed > 0


def forget(request: HttpRequest) -> None:
    """Ask again: the app this session had shown a code of is gone."""
    key = "account_authentication_methods"
    records = request.session.get(key, [])
    request.session[key] = [record for record in records if record.get("method") != "mfa"]
