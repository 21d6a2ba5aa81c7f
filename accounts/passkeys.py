"""A person's passkeys: what she calls them, and the codes by which addresses name them."""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth

from accounts.models import User

CODE_LENGTH = 16


@dataclass(frozen=True)
class Passkey:
    """One passkey. ``code`` is made of the random id that the device gave it."""

    code: str
    name: str
    added_at: datetime
    used_at: datetime | None
    row: Authenticator


def passkeys_of(user: User) -> list[Passkey]:
    """Hers, the oldest first."""
    rows = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    return [_passkey(row) for row in rows.order_by("created_at", "pk")]


def options_to_add(user: User) -> str:
    """What the browser is asked in order to make one; its challenge waits in the session.

    Always one that asks for a finger or a PIN and that works without a password: a passkey
    that was merely found proves nothing.
    """
    return _as_json(auth.begin_registration(user, passwordless=True))


def options_to_prove(user: User | None) -> str:
    """What the browser is asked in order to prove one of hers; anybody's before sign-in."""
    return _as_json(auth.begin_authentication(user))


def _passkey(row: Authenticator) -> Passkey:
    key = row.wrap()
    digest = hashlib.sha256(key.authenticator_data.credential_data.credential_id).digest()
    return Passkey(
        code=base64.b32encode(digest).decode().lower()[:CODE_LENGTH],
        name=key.name,
        added_at=row.created_at,
        used_at=row.last_used_at,
        row=row,
    )


def _as_json(options: dict[str, object]) -> str:
    return json.dumps(options, default=dict)
