"""A new key for one compartment of one owner, and the end of the old ones and of their history."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from vault import wall
from vault.compartments import Compartment
from vault.destroying import destroy_keys_by_id
from vault.fields import SealedModel
from vault.grants import grant_again
from vault.models import CompartmentKey, Purpose
from vault.partners import active_secrets, new_compartment_key
from vault.rotation.values import forget_keys, reseal, sealed_models
from vault.rotation.work import Accounting, Batch
from vault.storing import store


@transaction.atomic
def rekey(
    partner_id: UUID, owner_id: UUID, compartment: Compartment, accounting: Accounting
) -> list[UUID]:
    """Seals what the compartment holds with a new key and destroys the others; their ids.

    What was removed from it before, and every earlier state of what stays, is noise once the
    transaction commits: on the trail, in logs of the database, in dumps. Whoever was granted the
    old key holds the new one. A value that is damaged is lost. Opens no value to anybody.
    """
    keys = CompartmentKey.objects.filter(
        partner_id=partner_id, owner_id=owner_id, compartment=compartment
    )
    old = list(keys.select_for_update().order_by("id"))
    in_use = next((row for row in old if row.retired_at is None), None)
    if in_use is not None:
        _replace(in_use)
        for batch in _rows_of(partner_id, owner_id):
            reseal(batch, accounting)
    forget_keys([row.id for row in old])
    return destroy_keys_by_id([row.id for row in old])


def _replace(in_use: CompartmentKey) -> None:
    values = active_secrets(in_use.partner_id)[Purpose.VALUES]
    in_use.retired_at = timezone.now()
    in_use.save(update_fields=["retired_at"])
    follower, _key = new_compartment_key(
        values, in_use.owner_id, in_use.compartment, is_restricted=in_use.is_restricted
    )
    store([follower])
    with wall.looking_round():  # somebody of another partner may hold it
        grant_again(in_use, follower)


def _rows_of(partner_id: UUID, owner_id: UUID) -> Iterator[Batch]:
    """The owner's rows in every table, each waited for: nobody else changes them meanwhile."""
    for model in sealed_models():
        ids = _locked(model, partner_id, owner_id)
        if ids:
            yield Batch(partner_id, model._meta.label, tuple(ids))


def _locked(model: type[SealedModel], partner_id: UUID, owner_id: UUID) -> list[Any]:
    manager: Any = model._base_manager
    hers = manager.filter(partner_id=partner_id).filter(**{model.sealed_owner: owner_id})
    return list(hers.select_for_update().order_by("pk").values_list("pk", flat=True))
