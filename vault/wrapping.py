"""Keys under keys: derives, wraps and opens them, and proves that the right one was opened."""

import hmac
from hashlib import sha256
from os import urandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vault.binding import bind
from vault.errors import Tampered

KEY_SIZE = 32
CHECK_SIZE = 8


def new_key() -> bytes:
    """32 random bytes."""
    return urandom(KEY_SIZE)


def derive(key: bytes, *purpose: str) -> bytes:
    """A key of 32 bytes for one purpose (HKDF-SHA256): says nothing about the key it came from."""
    info = bind(b"amparo", *(part.encode() for part in purpose))
    return HKDF(algorithm=SHA256(), length=KEY_SIZE, salt=None, info=info).derive(key)


def check_value(key: bytes, key_id: bytes) -> bytes:
    """Eight bytes that commit to a key: AES-GCM alone would not notice a second key that fits."""
    return hmac.digest(key, b"amparo check" + key_id, sha256)[:CHECK_SIZE]


def wrap(wrapping: AESGCM, key: bytes, bound: bytes) -> bytes:
    """The key sealed under another one, as nonce (12) | ciphertext and tag (48)."""
    nonce = urandom(12)
    return nonce + wrapping.encrypt(nonce, key, bound)


def unwrap(wrapping: AESGCM, wrapped: bytes, bound: bytes, key_id: bytes, check: bytes) -> bytes:
    """The key that was wrapped. Raises Tampered when it, its binding or its check is not whole."""
    try:
        key = wrapping.decrypt(wrapped[:12], wrapped[12:], bound)
    except (InvalidTag, ValueError):
        raise Tampered("A wrapped key is damaged, or was moved from elsewhere.") from None
    if not hmac.compare_digest(check_value(key, key_id), check):
        raise Tampered("A wrapped key does not fit its check value.")
    return key
