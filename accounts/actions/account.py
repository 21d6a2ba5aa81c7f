"""Deeds on one's own account: ask for a password link, choose a language or a partner."""

from collections.abc import Sequence

from allauth.account.adapter import get_adapter
from django.db import transaction

from accounts import links, tasks
from accounts.conduct import in_force
from accounts.devices import Device
from accounts.errors import LinkUsed
from accounts.models import ConductAcceptance, User
from accounts.passkeys import Passkey
from accounts.signing_in import record_about
from accounts.staff import Staff
from audit.events import Event
from audit.ledger import record
from vault.ids import new_id


@transaction.atomic
def ask_password_link(address: str) -> None:
    """Queue a letter, whoever asks: to nobody when nobody works here under this address.

    Both cases cost the same, so that the time of the answer tells nothing.
    """
    record_about(address, Event.DEED, deed="ask_password_link")
    user = User.objects.working().filter(email=address).first()
    tasks.queue(tasks.send_password_link, user.pk if user else new_id())


@transaction.atomic
def choose_password(user: User, password: str, *, word: str) -> None:
    """A password through a link, which is used up by it; of two at once the second is refused."""
    if not links.use(word):
        raise LinkUsed
    get_adapter().set_password(user, password)


@transaction.atomic
def accept_conduct(*, by: Staff) -> None:
    """She accepts the code of conduct in force; accepting twice changes nothing."""
    version = in_force().version
    ConductAcceptance.objects.get_or_create(user=by.user, version=version)
    details = {"version": version}
    record(
        Event.DEED,
        deed="accept_conduct",
        target=by.user,
        partner_id=by.partner_id,
        details=details,
    )


@transaction.atomic
def choose_language(user: User, *, language: str, by: Staff) -> None:
    """The language her pages and her mail are in."""
    user.language = language
    user.save(update_fields=["language"])
    record(Event.DEED, deed="choose_language", target=user, partner_id=by.partner_id)


@transaction.atomic
def end_devices(devices: Sequence[Device], *, by: Staff) -> None:
    """End these sessions of hers, each with its next request."""
    for device in devices:
        device.row.end()
    count = {"sessions_ended": len(devices)}
    record(Event.DEED, deed="end_sessions", target=by.user, partner_id=by.partner_id, details=count)


@transaction.atomic
def record_second_factor(deed: str, *, by: Staff) -> None:
    """Say on the trail that she set up or removed an app or a passkey; allauth did it."""
    record(Event.DEED, deed=deed, target=by.user, partner_id=by.partner_id)


@transaction.atomic
def rename_passkey(passkey: Passkey, *, name: str, by: Staff) -> None:
    """Another name for a passkey of hers; nothing about signing in changes."""
    row = passkey.row
    row.data = {**row.data, "name": name}
    row.save(update_fields=["data"])
    record(Event.DEED, deed="rename_passkey", target=by.user, partner_id=by.partner_id)
