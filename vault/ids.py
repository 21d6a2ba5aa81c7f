"""Primary keys: time-ordered, and known before the insert because seals are bound to them."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A new UUIDv7 as a standard UUID: later calls sort after earlier ones."""
    return uuid7()
