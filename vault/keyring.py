"""The root keyring: the keys above all others, outside the database.

It is a JSON file that only its owner may read. Each root key has an id and one or more slots;
a slot is one way to come by the key. The only kind built is ``file``: the key itself, in base64.

    {"format": 1, "active": ID, "keys": [
        {"id": ID, "made_at": MOMENT, "slots": [{"kind": "file", "key": BASE64}]}]}
"""

import json
import os
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkstemp
from typing import Any
from uuid import UUID

from vault.errors import KeyringUnusable
from vault.ids import new_id
from vault.wrapping import KEY_SIZE, new_key

FORMAT = 1
OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class RootKey:
    """One root key: 32 bytes, never shown."""

    id: UUID
    key: bytes = field(repr=False)
    made_at: str
    slots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keyring:
    """The root keys of this installation, and which of them wraps what is new."""

    active_id: UUID
    keys: dict[UUID, RootKey]

    @property
    def active(self) -> RootKey:
        """The root key that wraps what is new."""
        return self.keys[self.active_id]

    def with_active(self, root: RootKey) -> "Keyring":
        """The same with one more root key, which wraps what is new from now on."""
        return Keyring(root.id, {**self.keys, root.id: root})


def new_root(key_id: UUID) -> RootKey:
    """A fresh root key in a slot of kind file."""
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    return RootKey(key_id, new_key(), made_at, ("file",))


def new_keyring() -> Keyring:
    """A keyring with one fresh root key."""
    root = new_root(new_id())
    return Keyring(root.id, {root.id: root})


def read_keyring(path: Path) -> Keyring:
    """The keyring in a file. Raises KeyringUnusable, saying why, when it cannot be trusted."""
    try:
        with path.open("rb") as file:
            if os.name == "posix" and os.fstat(file.fileno()).st_mode & OTHERS:
                raise KeyringUnusable(f"Others may read the key file {path}: run chmod 600 on it.")
            return _parsed(json.load(file))
    except FileNotFoundError:
        raise KeyringUnusable(
            f"There is no key file at {path}. Put it back from where it is kept: without it "
            "nothing that was sealed can be read."
        ) from None
    except OSError as error:
        raise KeyringUnusable(f"The key file {path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError):
        # The cause is left out: it may quote the file.
        raise KeyringUnusable(f"The key file {path} is damaged.") from None


def write_keyring(path: Path, keyring: Keyring, *, replace: bool) -> None:
    """Writes the key file (mode 0600) whole or not at all.

    Raises FileExistsError when a file is there and ``replace`` is false, even if another process
    put it there a moment ago.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = mkstemp(dir=path.parent, prefix=".keyring-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(_document(keyring), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            Path(name).replace(path)
        else:
            os.link(name, path)
    finally:
        Path(name).unlink(missing_ok=True)


def _document(keyring: Keyring) -> dict[str, Any]:
    """The keyring as it stands in the file."""
    return {
        "format": FORMAT,
        "active": str(keyring.active_id),
        "keys": [
            {
                "id": str(root.id),
                "made_at": root.made_at,
                "slots": [{"kind": "file", "key": b64encode(root.key).decode()}],
            }
            for root in keyring.keys.values()
        ],
    }


def _parsed(document: dict[str, Any]) -> Keyring:
    """The keyring that a file's JSON describes. Raises ValueError or KeyError for another."""
    if document["format"] != FORMAT:
        raise KeyringUnusable(f"The key file has format {document['format']}, known is {FORMAT}.")
    roots = [_root_key(entry) for entry in document["keys"]]
    keyring = Keyring(UUID(document["active"]), {root.id: root for root in roots})
    if keyring.active_id not in keyring.keys:
        raise ValueError("the active key is missing")
    return keyring


def _root_key(entry: dict[str, Any]) -> RootKey:
    """One root key, opened through the first slot of a kind that is known."""
    slots = entry["slots"]
    texts = [slot["key"] for slot in slots if slot["kind"] == "file"]
    if not texts:
        raise KeyringUnusable(f"The root key {entry['id']} has no slot of kind file.")
    key = b64decode(texts[0], validate=True)
    if len(key) != KEY_SIZE:
        raise ValueError("a root key has the wrong length")
    kinds = tuple(str(slot["kind"]) for slot in slots)
    return RootKey(UUID(entry["id"]), key, str(entry["made_at"]), kinds)
