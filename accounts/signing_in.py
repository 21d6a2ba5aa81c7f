"""What happens at the door, as the trail keeps it: known and unknown people alike."""

from collections.abc import Iterator
from contextlib import contextmanager

from accounts.models import Membership, User
from accounts.staff import staff_for
from audit.context import Actor, acting
from audit.events import Event, Outcome
from audit.ledger import record


def actor_of(user: User) -> Actor:
    """The person by value, in the role she would have now."""
    staff = staff_for(user)
    if staff is not None:
        return staff.actor
    return Actor(id=user.pk, name=user.email)


@contextmanager
def acting_as(user: User) -> Iterator[None]:
    """What is written meanwhile is written in the name of somebody not yet signed in."""
    with acting(actor_of(user)):
        yield


def record_about(
    address: str | None, event: Event, *, deed: str = "", outcome: Outcome = Outcome.DONE
) -> None:
    """One entry on the trail of the account's partner.

    An address nobody has leaves an entry too, of no partner and without the address:
    people type passwords into the wrong field.
    """
    user = User.objects.filter(email=User.objects.normalize_email(address)).first()
    member = Membership.objects.filter(user=user).first() if user else None
    record(
        event,
        partner_id=member.partner_id if member else None,
        deed=deed,
        outcome=outcome,
        details={"account": user.email} if user else None,
    )
