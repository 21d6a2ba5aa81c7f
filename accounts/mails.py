"""The few letters this app sends. They say nothing of what the network does."""

from functools import partial

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.models import User

SUBJECT = "Agenda"


def invite_after_commit(user: User) -> None:
    """Send the person her invitation once the deed that invites her stands in the database.

    A mail server that fails does not undo the deed: the page offers to send again.
    """
    transaction.on_commit(partial(send_invitation, user), robust=True)


def send_invitation(user: User) -> None:
    """One mail with a link to choose a password, or to sign in when she has one already."""
    path = reverse("account_login") if user.has_usable_password() else password_path(user)
    send(
        "account/email/invitation_message.txt",
        user.email,
        language=user.language,
        link=f"{settings.SITE_URL}{path}",
        days=settings.PASSWORD_RESET_TIMEOUT // 86_400,
        has_password=user.has_usable_password(),
    )


def password_path(user: User) -> str:
    """The path of a page to choose a password; single use, expires with the setting."""
    return reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
    )


def send(template: str, address: str, *, language: str, **words: str | int | bool) -> None:
    """One plain-text mail with the neutral subject, in the person's language."""
    with translation.override(language):
        body = render_to_string(template, words)
    EmailMessage(SUBJECT, body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [address]).send()
