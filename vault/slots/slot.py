"""A slot: a root key wrapped by something somebody has or knows.

Kind and parameters are bound to the wrap, so that a weakened one, an Argon2 of less memory or
fewer shares, is Tampered. The kind ``file`` holds the key itself and has no parameters.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from vault.binding import bind
from vault.errors import Tampered
from vault.wrapping import KEY_SIZE, wrap

FILE = "file"
OWN_NAMES = frozenset({"kind", "wrapped", "key"})


@dataclass(frozen=True)
class Means:
    """What this process has at hand to open slots with, besides the key file."""

    credentials: Path | None = None
    passphrase: str = field(default="", repr=False)


@dataclass(frozen=True)
class Slot:
    """One slot as it stands in the key file; ``wrapped`` is the plain key in kind ``file``."""

    kind: str
    parameters: Mapping[str, Any] = field(hash=False)
    wrapped: bytes = field(repr=False)

    def document(self) -> dict[str, Any]:
        """The slot for the key file."""
        name = "key" if self.kind == FILE else "wrapped"
        return {"kind": self.kind, **self.parameters, name: b64encode(self.wrapped).decode()}


def read_slot(document: Mapping[str, Any]) -> Slot:
    """The slot of a key file's entry. Raises KeyError or ValueError for anything else."""
    kind = str(document["kind"])
    wrapped = b64decode(document["key" if kind == FILE else "wrapped"], validate=True)
    if kind == FILE and len(wrapped) != KEY_SIZE:
        raise ValueError("a root key has the wrong length")
    parameters = {name: value for name, value in document.items() if name not in OWN_NAMES}
    return Slot(kind, parameters, wrapped)


def plain_slot(key: bytes) -> Slot:
    """The key itself."""
    return Slot(FILE, {}, key)


def sealed_slot(
    kind: str, parameters: Mapping[str, Any], *, root_id: UUID, key: bytes, by: bytes
) -> Slot:
    """A slot that holds the root key wrapped by these 32 bytes, bound to its parameters."""
    return Slot(kind, parameters, wrap(AESGCM(by), key, _bound(kind, parameters, root_id)))


def unsealed(slot: Slot, root_id: UUID, by: bytes) -> bytes:
    """The root key. Raises Tampered when this does not open it as it stands."""
    bound = _bound(slot.kind, slot.parameters, root_id)
    try:
        return AESGCM(by).decrypt(slot.wrapped[:12], slot.wrapped[12:], bound)
    except (InvalidTag, ValueError):
        raise Tampered(
            f"The slot of kind {slot.kind} does not open: what was given is not what it was "
            "made with, or the slot was changed."
        ) from None


def _bound(kind: str, parameters: Mapping[str, Any], root_id: UUID) -> bytes:
    told = json.dumps(parameters, sort_keys=True, separators=(",", ":"))
    return bind(b"slot", root_id.bytes, kind.encode(), told.encode())
