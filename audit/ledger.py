"""The one writer: every line of the trail that is not a row's change is written here."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Model

from audit.events import Event, Outcome
from audit.models import TrailEntry
from vault.compartments import Compartment
from vault.keychain import Unsealed

DAMAGED = "damaged"  # the reason of a reading that found a value spoilt, moved or planted
Detail = str | int | list[str]


def record(
    event: Event,
    *,
    partner_id: UUID | None = None,
    subject_id: UUID | None = None,
    target: Model | None = None,
    deed: str = "",
    outcome: Outcome = Outcome.DONE,
    reason: str = "",
    details: Mapping[str, Detail] | None = None,
) -> None:
    """Write what happened, in the transaction that is open; raises TrailNotWritten.

    The target gives its partner and subject when they are not given. Neither the reason
    nor the details may hold anything that is sealed elsewhere.
    """
    TrailEntry.objects.store(
        TrailEntry.objects.entry(
            event,
            partner_id=partner_id,
            subject_id=subject_id,
            target=target,
            deed=deed,
            outcome=outcome,
            reason=reason,
            details=dict(details) if details else None,
        )
    )


def record_unsealed(items: Iterable[Unsealed]) -> None:
    """Write one reading per owner and compartment; a listing concerns no single person."""
    columns: dict[tuple[UUID, UUID, str], set[str]] = {}
    counts: dict[tuple[UUID, UUID, str], int] = {}
    for item in items:
        key = (item.partner_id, item.owner_id, str(item.compartment))
        columns.setdefault(key, set()).update(item.columns)
        counts[key] = counts.get(key, 0) + item.count
    TrailEntry.objects.store_all(
        _reading(*key, names=sorted(names), count=counts[key]) for key, names in columns.items()
    )


def record_damaged(items: Iterable[Unsealed]) -> None:
    """Write one failed reading per owner and compartment whose sealed value did not open."""
    for item in items:
        entry = _reading(
            item.partner_id,
            item.owner_id,
            str(item.compartment),
            names=sorted(item.columns),
            count=item.count,
        )
        entry.outcome, entry.reason = Outcome.FAILED, DAMAGED
        TrailEntry.objects.store(entry)


def _reading(
    partner_id: UUID, owner_id: UUID, compartment: str, *, names: list[str], count: int
) -> TrailEntry:
    is_listing = compartment == Compartment.LISTING
    return TrailEntry.objects.entry(
        Event.LISTED if is_listing else Event.READ,
        partner_id=partner_id,
        subject_id=None if is_listing else owner_id,
        compartment=compartment,
        columns=names,
        details={"count": count},
    )
