"""What is to be rotated: written down first, so that a second run takes up what the first left."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from vault.errors import KeyNotOpen
from vault.models import KeyRotation, PartnerKey, Purpose
from vault.roots import keyring


def plan(partner_id: UUID | None) -> list[UUID]:
    """The rotation of the root key (None) or of one partner's keys: the one begun, or a new one."""
    with transaction.atomic():
        return [_begun_or_new(partner_id, is_of_all=False)]


def plan_all() -> list[UUID]:
    """The rotations of everything, the root key first; only those that are left of the last one."""
    with transaction.atomic():
        begun = KeyRotation.objects.filter(is_of_all=True)
        if not begun.exists():
            for partner_id in (None, *_partners()):
                _begun_or_new(partner_id, is_of_all=True)
        return list(begun.order_by("id").values_list("id", flat=True))


def _begun_or_new(partner_id: UUID | None, *, is_of_all: bool) -> UUID:
    begun = KeyRotation.objects.filter(partner_id=partner_id).first()
    if begun is None:
        retiring = keyring().active_id if partner_id is None else _values_key(partner_id)
        begun = KeyRotation(partner_id=partner_id, retiring_id=retiring)
    begun.is_of_all = begun.is_of_all or is_of_all
    begun.save()
    return begun.id


def _values_key(partner_id: UUID) -> UUID:
    """The key of a partner that wraps the others."""
    found = PartnerKey.objects.filter(
        partner_id=partner_id, purpose=Purpose.VALUES, retired_at__isnull=True
    ).first()
    if found is None:
        raise KeyNotOpen(f"Partner {partner_id} has no keys to rotate.")
    return found.id


def _partners() -> Iterable[UUID]:
    """The partners that have keys."""
    active = PartnerKey.objects.filter(purpose=Purpose.VALUES, retired_at__isnull=True)
    return active.order_by("partner_id").values_list("partner_id", flat=True)
