"""Keyed digests: how a number is found again without being readable.

A digest is the tag of its key (1–127) and eight bits of an HMAC: several values share each, and it
can be told which key made it.
"""

import hmac
from functools import lru_cache
from hashlib import sha256
from uuid import UUID

from vault.partners import PartnerSecret
from vault.wrapping import derive

TAGS = 127


def tag(key_id: UUID) -> int:
    """What tells the digests of one search key from those of the one before."""
    return 1 + key_id.int % TAGS


@lru_cache(maxsize=64)
def _key(secret: PartnerSecret, purpose: str) -> bytes:
    return derive(secret.key, "digest", purpose)


def digested(secret: PartnerSecret, purpose: str, value: str) -> int:
    """The digest of a value for one purpose: 256 to 32767."""
    key = _key(secret, purpose)
    return tag(secret.id) << 8 | hmac.digest(key, value.encode(), sha256)[0]
