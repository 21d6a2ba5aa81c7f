"""Marks a text as this installation's own: whoever lacks the root keys cannot make the mark."""

import hmac
from hashlib import sha256
from uuid import UUID

from vault.errors import Tampered
from vault.keyring import RootKey
from vault.roots import active_root, root_key
from vault.wrapping import derive


def mark(purpose: str, data: bytes) -> str:
    """The mark of data for one purpose: a root key's id, and an HMAC-SHA256 under a key of it."""
    root = active_root()
    return f"{root.id}.{_code(root, purpose, data)}"


def check_mark(purpose: str, data: bytes, given: str) -> None:
    """Raises Tampered unless the mark was made here for this purpose and data.

    Raises KeyringUnusable when the root key that made it is missing.
    """
    key_id, _dot, code = given.partition(".")
    try:
        root = root_key(UUID(key_id))
    except ValueError:
        raise Tampered("This is not a mark.") from None
    if not hmac.compare_digest(_code(root, purpose, data).encode(), code.encode()):
        raise Tampered("This was not written here, or was changed.")


def _code(root: RootKey, purpose: str, data: bytes) -> str:
    return hmac.new(derive(root.key, "mark", purpose), data, sha256).hexdigest()
