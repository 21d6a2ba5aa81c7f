"""Destroys keys for good, whoever asks: to destroy opens nothing, so it takes no scope.

That she may, her deed asks. A retired key of a compartment goes with the one in use: what was
sealed with either is noise from the moment the transaction commits.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from vault import wall
from vault.compartments import Compartment
from vault.keychain import current
from vault.models import CompartmentKey


def destroy_keys(
    partner_id: UUID, owner_ids: Iterable[UUID], compartments: Iterable[Compartment] | None = None
) -> list[UUID]:
    """Deletes the keys of these owners of a partner, with every grant of them; their ids.

    All of them, or those of some compartments.
    """
    owners = list(owner_ids)
    rows = CompartmentKey.objects.filter(partner_id=partner_id, owner_id__in=owners)
    if compartments is not None:
        rows = rows.filter(compartment__in=[Compartment(code).value for code in compartments])
    return _destroyed(rows.values_list("id", flat=True))


def destroy_keys_by_id(key_ids: Collection[UUID]) -> list[UUID]:
    """The same of those of these keys that are there."""
    return _destroyed(CompartmentKey.objects.filter(id__in=key_ids).values_list("id", flat=True))


def keys_that_are_there(key_ids: Collection[UUID]) -> int:
    """How many of these keys are not destroyed."""
    return CompartmentKey.objects.filter(id__in=key_ids).count()


def _destroyed(found: Iterable[UUID]) -> list[UUID]:
    key_ids = sorted(found)
    rows = CompartmentKey.objects.filter(id__in=key_ids)
    owners = set(rows.values_list("owner_id", flat=True))
    with wall.looking_round():  # a key that was shared is granted to somebody of another partner
        rows.delete()
    if (chain := current()) is not None:
        for owner_id in owners:
            chain._forget_owner(owner_id)  # noqa: SLF001  # of this app
    return key_ids
