"""Whoever is measured: a counselor of the volume's first partner, signed in on both sites."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.middleware.csrf import _get_new_csrf_string

from accounts.models import Membership
from accounts.staff import Staff, staff_for

BACKEND = "accounts.backends.StaffBackend"


@dataclass(frozen=True)
class Person:
    """Her rights, and the cookies that say who she is."""

    staff: Staff
    cookies: dict[str, str]


def counselor() -> Person:
    """The first partner's counselor, in a session as signing in makes it."""
    member = Membership.objects.select_related("user").get(
        user__email="counselor@volumen-01.example"
    )
    staff = staff_for(member.user, member.code)
    if staff is None:
        raise RuntimeError("The volume's counselor may not work.")
    session = SessionStore()
    session[SESSION_KEY] = str(member.user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = member.user.get_session_auth_hash()
    session.create()
    cookies = {
        settings.SESSION_COOKIE_NAME: str(session.session_key),
        settings.CSRF_COOKIE_NAME: _get_new_csrf_string(),
    }
    return Person(staff, cookies)
