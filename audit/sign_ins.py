"""Sign-ins, failures and sign-outs.

Django tells of these only by signal. They are the one thing this house listens to; it sends
none of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from audit.context import NOBODY, Actor, acting, current_actor
from audit.events import Event, Outcome
from audit.ledger import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import AbstractBaseUser


def listen() -> None:
    """Connect to what Django tells."""
    user_logged_in.connect(_signed_in, dispatch_uid="audit.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="audit.signed_out")
    user_login_failed.connect(_failed, dispatch_uid="audit.sign_in_failed")


def actor_of(user: AbstractBaseUser | None) -> Actor:
    """The account by value; one that has a `trail_actor` says itself for which partner."""
    if user is None:
        return NOBODY
    actor: Actor = getattr(user, "trail_actor", None) or Actor(id=user.pk, name=user.get_username())
    return actor


def _signed_in(*, user: AbstractBaseUser, **_others: Any) -> None:
    _record_as(actor_of(user), Event.SIGNED_IN, Outcome.DONE)


def _signed_out(*, user: AbstractBaseUser | None, **_others: Any) -> None:
    """Whoever acts is the one who leaves, unless the visit did not know her."""
    actor = current_actor()
    _record_as(actor if actor.id else actor_of(user), Event.SIGNED_OUT, Outcome.DONE)


def _failed(*, credentials: Mapping[str, Any], **_others: Any) -> None:
    """The account that was tried, if there is one; what was typed is not kept, known or not."""
    _record_as(actor_of(_account(credentials)), Event.SIGN_IN_FAILED, Outcome.REFUSED)


def _account(credentials: Mapping[str, Any]) -> AbstractBaseUser | None:
    model = get_user_model()
    name = credentials.get(model.USERNAME_FIELD) or credentials.get("username")
    if not isinstance(name, str) or "\0" in name:
        return None
    lookup = {f"{model.USERNAME_FIELD}__iexact": name}
    account: AbstractBaseUser | None = model._default_manager.filter(**lookup).first()
    return account


def _record_as(actor: Actor, event: Event, outcome: Outcome) -> None:
    with acting(actor):
        record(event, outcome=outcome)
