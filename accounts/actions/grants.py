"""Deed: write the table of rights into guardian's rows."""

from django.db import transaction

from accounts.grants import Changes, synchronise_all
from audit.events import Event
from audit.ledger import record


@transaction.atomic
def synchronise_grants() -> Changes:
    """Make every partner's rows say what ``GRANTS`` says; recorded when anything changed."""
    changes = synchronise_all()
    if changes:
        record(
            Event.DEED,
            deed="synchronise_grants",
            details={"added": changes.added, "removed": changes.removed},
        )
    return changes
