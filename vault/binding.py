"""Associated data: what a ciphertext is bound to, so that it opens nowhere else."""


def bind(*parts: bytes) -> bytes:
    """The parts, each behind its length (two bytes): no two lists of parts give the same bytes."""
    return b"".join(len(part).to_bytes(2, "big") + part for part in parts)
