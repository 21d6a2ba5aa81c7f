"""By what identity cards and telephones are found again: eight keyed bits of one partner each."""

from uuid import UUID

from vault.keychain import keychain
from vault.search import normal_card, normal_phone


def card_digest(partner_id: UUID, number: str) -> int | None:
    """The digest that several identity cards share; None without a number."""
    return _digest(partner_id, "card", normal_card(number))


def phone_digest(partner_id: UUID, number: str) -> int | None:
    """The digest that several telephone numbers share; None without one."""
    return _digest(partner_id, "phone", normal_phone(number))


def _digest(partner_id: UUID, purpose: str, value: str) -> int | None:
    return keychain().digest(partner_id, purpose, value) if value else None
