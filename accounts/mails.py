"""The few letters this app sends. They say nothing of what the network does."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.models import User

SUBJECT = "Agenda"


def send_invitation(user: User) -> None:
    """A link to choose the first password, or to sign in when she has one already."""
    has_password = user.has_usable_password()
    path = reverse("account_login") if has_password else password_path(user)
    _send("invitation", user, link=_link(path), days=_days(), has_password=has_password)


def send_password_link(user: User) -> None:
    """A link to choose a new password."""
    _send("password_link", user, link=_link(password_path(user)), days=_days())


def send_security_notice(user: User) -> None:
    """Word that her password or her second factor changed; the trail says which."""
    _send("security_notice", user)


def password_path(user: User) -> str:
    """The path of a page to choose a password: single use, and it expires."""
    return reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
    )


def _link(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _days() -> int:
    return int(settings.PASSWORD_RESET_TIMEOUT) // 86_400


def _send(letter: str, user: User, **words: str | int | bool) -> None:
    """One plain-text mail with the neutral subject, in the person's language."""
    with translation.override(user.language):
        body = render_to_string(f"account/email/{letter}.txt", words)
    EmailMessage(SUBJECT, body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [user.email]).send()
