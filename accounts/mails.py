"""The few letters this app sends. They say nothing of what the network does."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts import links
from accounts.models import User

SUBJECT = "Agenda"


def send_invitation(user: User) -> None:
    """A link to choose the first password, or to sign in when she has one already."""
    has_password = user.has_usable_password()
    path = reverse("account_login") if has_password else links.new_path(user)
    _send("invitation", user, link=_link(path), days=_days(), has_password=has_password)


def send_password_link(user: User) -> None:
    """A link to choose a new password."""
    _send("password_link", user, link=_link(links.new_path(user)), days=_days())


def send_security_notice(user: User) -> None:
    """Word that her password or her second factor changed; the trail says which."""
    _send("security_notice", user)


def send_idle_warning(user: User) -> None:
    """Word that her account will be suspended unless she signs in."""
    _send("idle_warning", user, link=_link(reverse("account_login")))


def send_idle_notice(user: User) -> None:
    """Word to an administrator that an account of her partner is not used."""
    _send("idle_notice", user, link=_link(reverse("accounts:staff")))


def _link(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _days() -> int:
    return int(settings.PASSWORD_RESET_TIMEOUT) // 86_400


def _send(letter: str, user: User, **words: str | int | bool) -> None:
    """One plain-text mail with the neutral subject, in the person's language."""
    with translation.override(user.language):
        body = render_to_string(f"account/email/{letter}.txt", words)
    EmailMessage(SUBJECT, body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [user.email]).send()
