"""Our answers to allauth's questions: closed, quiet, recorded."""

import time
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import attempts, known_device, tasks
from accounts.models import User
from accounts.signing_in import record_about
from audit.context import acting, device, peer_address
from audit.events import Event, Outcome
from audit.ledger import record
from vault.system import open_for_system, seal_for_system

SECOND_FACTOR_PURPOSE = settings.SYSTEM_SECRETS["mfa.Authenticator.data"]

ERRORS: Mapping[str, str | Promise] = {
    "account_inactive": _("Esta cuenta no está activa."),
    "email_password_mismatch": _("El correo o la contraseña no son correctos."),
    "enter_current_password": _("Escriba su contraseña actual."),
    "incorrect_code": _("El código no es correcto."),
    "incorrect_password": _("La contraseña no es correcta."),
    "invalid_login": _("El correo o la contraseña no son correctos."),
    "invalid_password_reset": _("El enlace no es válido o ya venció."),
    "rate_limited": _("Demasiados intentos seguidos. Espere unos minutos."),
    "same_as_current": _("La contraseña nueva debe ser distinta de la actual."),
    "too_many_login_attempts": _("Demasiados intentos seguidos. Espere unos minutos."),
    "cannot_delete_authenticator": _("No se puede quitar el segundo paso."),
    "cannot_generate_recovery_codes": _("Active antes el segundo paso."),
}

MESSAGES: Mapping[str, str | Promise] = {
    "account/messages/password_changed.txt": _("Su contraseña cambió."),
    "mfa/messages/totp_activated.txt": _("El segundo paso está activo."),
    "mfa/messages/totp_deactivated.txt": _("Se quitó el segundo paso."),
    "mfa/messages/webauthn_added.txt": _("La llave de acceso está lista."),
    "mfa/messages/webauthn_removed.txt": _("Se quitó la llave de acceso."),
}


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by herself; what happens at the door stands on the trail."""

    error_messages = {**DefaultAccountAdapter.error_messages, **ERRORS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come by invitation only."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Pages only: no header turns an answer into JSON."""
        return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *_args: Any,
        **_kwargs: Any,
    ) -> None:
        """Say what we have words for; be silent about the rest, which the page shows anyway."""
        sentence = MESSAGES.get(message_template or "")
        if sentence is not None:
            super().add_message(request, level, message=str(sentence))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """After a change every session ends, this one too."""
        return str(self.get_logout_redirect_url(request))

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address our own proxies saw, as on the trail; a forged header changes nothing."""
        return peer_address(request) or "0.0.0.0"  # noqa: S104 -- an address, not a socket

    # --- attempts ---------------------------------------------------------------------------

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt; too many are refused for a while, which is recorded."""
        address = User.objects.normalize_email(credentials.get("email", ""))
        self._login_failed_rl_usage = attempts.count(request, address)
        if not self._login_failed_rl_usage:
            record_about(address, Event.LOCKED_OUT, outcome=Outcome.REFUSED)
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong password and an address nobody has are recorded alike."""
        record_about(credentials.get("email"), Event.SIGN_IN_FAILED, outcome=Outcome.REFUSED)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever has just signed in need not prove again that it is she."""
        records = get_authentication_records(self.request, self.request.user)
        latest = max((record["at"] for record in records), default=0)
        limit: int = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return bool(time.time() - latest >= limit)

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether this is her password; asked of her own address only."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    # --- coming, going, changing --------------------------------------------------------------

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign her in; what that writes is written in her name, and her device by its coarse name.

        The list of her sessions keeps what the browser says of itself, which is a fingerprint.
        """
        request.META["HTTP_USER_AGENT"] = device(request)
        with acting(user.trail_actor):
            super().login(request, user)
            record(Event.SIGNED_IN)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Lead her in, and let the device know that she was here."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        known_device.remember(request, response, user.email)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Sign her out."""
        if request.user.is_authenticated:
            record(Event.SIGNED_OUT)
        super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        """A new password, by link or from her account page; the trail says that, never what."""
        with acting(user.trail_actor):
            super().set_password(user, password)
            record(Event.DEED, deed="set_password")

    def send_notification_mail(
        self, template_prefix: str, user: User, *_args: Any, **_kwargs: Any
    ) -> None:
        """One neutral letter whenever something about her sign-in changed."""
        tasks.queue(tasks.send_security_notice, user.pk)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The secrets of authenticator apps stand in the database under a key of the vault."""

    error_messages = {**DefaultMFAAdapter.error_messages, **ERRORS}

    def encrypt(self, text: str) -> str:
        """Seal a secret for the database."""
        return seal_for_system(SECOND_FACTOR_PURPOSE, text.encode())

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret; raises ``Tampered`` when it was changed or planted."""
        return open_for_system(SECOND_FACTOR_PURPOSE, encrypted_text).decode()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002
        """What a new passkey is called until she calls it otherwise: her device, coarsely."""
        return device(context.request) or str(_("Llave"))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """This site, by a neutral name: her device shows it whenever she signs in."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}
