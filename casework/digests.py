"""By what identity cards and telephones are found again: eight keyed bits of one partner each."""

from uuid import UUID

from vault.keychain import keychain
from vault.search import normal_card, normal_phone


def card_digest(partner_id: UUID, number: str) -> int | None:
    """The digest that several identity cards share; None without a number."""
    return next(iter(card_digests(partner_id, number)), None)


def phone_digest(partner_id: UUID, number: str) -> int | None:
    """The digest that several telephone numbers share; None without one."""
    return next(iter(phone_digests(partner_id, number)), None)


def card_digests(partner_id: UUID, number: str) -> list[int]:
    """By which digests this card may stand: two while the partner's search key is exchanged."""
    return _digests(partner_id, "card", normal_card(number))


def phone_digests(partner_id: UUID, number: str) -> list[int]:
    """The same of a telephone number."""
    return _digests(partner_id, "phone", normal_phone(number))


def _digests(partner_id: UUID, purpose: str, value: str) -> list[int]:
    return keychain().digests(partner_id, purpose, value) if value else []
