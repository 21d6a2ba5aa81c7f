"""What happens at the door, on the trail in the name of the account it is about."""

from accounts.models import User
from audit.context import NOBODY, acting
from audit.events import Event, Outcome
from audit.ledger import record


def record_about(
    address: str | None, event: Event, *, deed: str = "", outcome: Outcome = Outcome.DONE
) -> None:
    """One entry on the trail of the account's partner.

    An address nobody has leaves an entry too, of no partner and without the address:
    people type passwords into the wrong field.
    """
    user = User.objects.filter(email=User.objects.normalize_email(address)).first()
    with acting(user.trail_actor if user else NOBODY):
        record(event, deed=deed, outcome=outcome)
