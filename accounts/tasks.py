"""Background work of this app: letters to staff. Tasks take ids only and are safe to repeat."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from celery import Task, shared_task
from django.db import transaction

from accounts import mails
from accounts.models import User

RETRY: dict[str, Any] = {
    "autoretry_for": (OSError,),  # the mail server, away for a while
    "retry_backoff": 30,
    "max_retries": 8,
}


def queue(task: "Task[[str], None]", user_id: UUID) -> None:
    """Hand a letter over once the deed behind it stands; a queue that is down undoes no deed."""

    def hand_over() -> None:
        task.delay(str(user_id))

    transaction.on_commit(hand_over, robust=True)


@shared_task(name="accounts.send_invitation", **RETRY)
def send_invitation(user_id: str) -> None:
    """The link to choose a first password, or to sign in."""
    _to(user_id, mails.send_invitation)


@shared_task(name="accounts.send_password_link", **RETRY)
def send_password_link(user_id: str) -> None:
    """The link to choose a new password."""
    _to(user_id, mails.send_password_link)


@shared_task(name="accounts.send_security_notice", **RETRY)
def send_security_notice(user_id: str) -> None:
    """Word that something about her sign-in changed."""
    _to(user_id, mails.send_security_notice)


@shared_task(name="accounts.send_idle_warning", **RETRY)
def send_idle_warning(user_id: str) -> None:
    """Word that her account has not been used for long."""
    _to(user_id, mails.send_idle_warning)


@shared_task(name="accounts.send_idle_notice", **RETRY)
def send_idle_notice(user_id: str) -> None:
    """Word to an administrator that there is such an account."""
    _to(user_id, mails.send_idle_notice)


def _to(user_id: str, letter: Callable[[User], None]) -> None:
    """Send to somebody who works here now; to anybody else nothing is sent."""
    user = User.objects.working().filter(pk=user_id).first()
    if user is not None:
        letter(user)
