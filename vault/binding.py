"""Associated data: what a ciphertext is bound to, so that it opens nowhere else."""

from uuid import UUID

ID_LENGTH = (16).to_bytes(2, "big")


def bind(*parts: bytes) -> bytes:
    """The parts, each behind its length (two bytes): no two lists of parts give the same bytes."""
    return b"".join([len(part).to_bytes(2, "big") + part for part in parts])


def bind_ids(*ids: UUID) -> bytes:
    """The same for ids."""
    return b"".join([ID_LENGTH + one.int.to_bytes(16, "big") for one in ids])
