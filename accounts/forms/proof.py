"""Ways to prove that it is still she, on the page that a POST met: password, code, passkey."""

from allauth.account.internal.flows.reauthentication import (
    get_reauthentication_flows,
    reauthenticate_by_password,
)
from allauth.core import ratelimit
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.utils import ErrorDict, ErrorList
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.forms.passkeys import PasskeyAgainForm
from accounts.forms.second_factor import SecondStepAgainForm
from accounts.forms.sign_in import ReauthenticateForm
from accounts.passkeys import options_to_prove

PREFIX = "proof"
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 -- the name of the field
CODES = frozenset({"totp", "recovery_codes"})
PASSKEY = "webauthn"


class Refusable:
    """A form that can be turned away unread."""

    _errors: ErrorDict

    def refuse(self, sentence: str) -> None:
        """Say this, and check nothing."""
        self._errors = ErrorDict({NON_FIELD_ERRORS: ErrorList([sentence])})


class PasswordProof(Refusable, ReauthenticateForm):
    """Her password once more."""

    prefix = PREFIX

    def note(self, request: HttpRequest) -> None:
        """Remember in the session that it was right."""
        reauthenticate_by_password(request)


class CodeProof(Refusable, SecondStepAgainForm):
    """A code of her app, or one off her paper."""

    prefix = PREFIX

    def note(self, request: HttpRequest) -> None:
        """Remember in the session that it was right."""
        self.save()


class PasskeyProof(Refusable, PasskeyAgainForm):
    """One of her passkeys."""

    prefix = PREFIX

    @property
    def options(self) -> str:
        """What the browser is asked for: made when the page is drawn, never before a check."""
        return options_to_prove(self.user)

    def note(self, request: HttpRequest) -> None:
        """Remember in the session that it was right."""
        self.save()


Proof = PasswordProof | CodeProof | PasskeyProof


def is_among(request: HttpRequest) -> bool:
    """Whether a proof was sent along with other fields."""
    if request.method != "POST" or not request.user.is_authenticated:
        return False
    return any(name.startswith(f"{PREFIX}-") for name in request.POST)


def ways(request: HttpRequest) -> list[Proof]:
    """The forms she may choose from; the one she sent is bound."""
    return [_way(kind, request) for kind in _kinds_for(request)]


def take(request: HttpRequest) -> list[Proof]:
    """Check the proof that was sent and remember it if it is right; the forms, with its errors."""
    offered = ways(request)
    for way in offered:
        if way.is_bound and _may_try(request, way) and way.is_valid():
            way.note(request)
    return offered


def fields_beside(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything that was sent but the proof and the token, in its order."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != TOKEN and not name.startswith(f"{PREFIX}-")
    ]


def _kinds_for(request: HttpRequest) -> list[type[Proof]]:
    flows = {flow["id"]: flow.get("types", ()) for flow in get_reauthentication_flows(request.user)}
    kinds: list[type[Proof]] = [PasswordProof] if "reauthenticate" in flows else []
    factors = set(flows.get("mfa_reauthenticate", ()))
    if CODES & factors:
        kinds.append(CodeProof)
    if PASSKEY in factors:
        kinds.append(PasskeyProof)
    return kinds


def _way(kind: type[Proof], request: HttpRequest) -> Proof:
    is_sent = any(f"{PREFIX}-{name}" in request.POST for name in kind.base_fields)
    return kind(request.POST if is_sent else None, user=request.user)


def _may_try(request: HttpRequest, way: Proof) -> bool:
    """As many tries as on the page that asks before a GET, counted together."""
    if ratelimit.consume(request, action="reauthenticate", user=request.user):
        return True
    way.refuse(_("Demasiados intentos seguidos. Espere unos minutos."))
    return False
