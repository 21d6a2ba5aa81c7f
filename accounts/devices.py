"""Where somebody is signed in now, by the coarse names of her devices."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.session import LAST_SEEN_AT
from audit.context import device_name

CODE_LENGTH = 16


@dataclass(frozen=True)
class Device:
    """One open session. ``code`` is made of its random key; no address of a network is shown."""

    code: str
    name: str
    since: datetime
    seen_at: datetime
    is_current: bool
    row: UserSession


def devices_of(user: User, *, current_key: str | None) -> list[Device]:
    """Her open sessions, the oldest first; what has ended meanwhile is forgotten."""
    rows = UserSession.objects.purge_and_list(user)
    return [_device(row, current_key) for row in sorted(rows, key=lambda row: row.created_at)]


def _device(row: UserSession, current_key: str | None) -> Device:
    digest = hashlib.sha256(row.session_key.encode()).digest()
    return Device(
        code=base64.b32encode(digest).decode().lower()[:CODE_LENGTH],
        name=device_name(row.user_agent) or _("Otro dispositivo"),
        since=row.created_at,
        seen_at=_seen_at(row),
        is_current=row.session_key == current_key,
        row=row,
    )


def _seen_at(row: UserSession) -> datetime:
    """When it last asked for a page, to the minute; its beginning before that was noted."""
    store = import_module(settings.SESSION_ENGINE).SessionStore(row.session_key)
    stamp = store.get(LAST_SEEN_AT)
    return datetime.fromtimestamp(stamp, tz=UTC) if stamp else row.created_at
