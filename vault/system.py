"""Seals what belongs to the system and no partner, such as second-factor secrets."""

from base64 import b64decode, urlsafe_b64encode
from functools import lru_cache
from os import urandom
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from vault.binding import bind
from vault.errors import Tampered
from vault.keyring import RootKey
from vault.roots import active_root, root_key
from vault.wrapping import derive

MARK = "system:"
VERSION = b"\x01"
LEAST_SIZE = 1 + 16 + 12 + 16  # version, root key id, nonce, and the tag of nothing


def seal_for_system(purpose: str, data: bytes) -> str:
    """Data as ASCII text that opens only for the same purpose, while its root key is kept."""
    return seal_under(active_root(), purpose, data)


def seal_under(root: RootKey, purpose: str, data: bytes) -> str:
    """The same under a root key that is named."""
    head = VERSION + root.id.bytes
    nonce = urandom(12)
    sealed = _cipher(root, purpose).encrypt(nonce, data, _bound(purpose, head))
    return _encoded(head + nonce + sealed)


def open_for_system(purpose: str, text: str) -> bytes:
    """The data that `seal_for_system` sealed for this purpose.

    Raises Tampered when the text is anything else, KeyringUnusable when its root key is missing.
    """
    raw = _decoded(text)
    root = root_key(UUID(bytes=raw[1:17]))
    try:
        return _cipher(root, purpose).decrypt(raw[17:29], raw[29:], _bound(purpose, raw[:17]))
    except (InvalidTag, ValueError):
        raise Tampered("A sealed secret is damaged, or was sealed for something else.") from None


def root_of(text: str) -> UUID:
    """The id of the root key that a sealed secret names. Raises Tampered when it is none."""
    return UUID(bytes=_decoded(text)[1:17])


def _encoded(raw: bytes) -> str:
    """The text of sealed bytes."""
    return MARK + urlsafe_b64encode(raw).decode()


def _decoded(text: str) -> bytes:
    """The bytes behind the text's mark."""
    try:
        raw = b64decode(text.removeprefix(MARK), altchars=b"-_", validate=True)
    except ValueError:
        raw = b""
    if text != _encoded(raw) or raw[:1] != VERSION or len(raw) < LEAST_SIZE:
        raise Tampered("This is not a sealed secret.")
    return raw


@lru_cache(maxsize=32)
def _cipher(root: RootKey, purpose: str) -> AESGCM:
    """The cipher of one purpose under one root key."""
    return AESGCM(derive(root.key, "system", purpose))


def _bound(purpose: str, head: bytes) -> bytes:
    """What a sealed secret is bound to."""
    return bind(b"system", purpose.encode(), head)
