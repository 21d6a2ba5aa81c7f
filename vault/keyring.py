"""The root keyring: the keys above all others, outside the database.

It is a JSON file that only its owner may read. Each root key has an id and one or more slots
(`vault.slots`); a slot is one way to come by the key. The kind ``file`` is the key itself, in
base64; the others hold it wrapped.

    {"format": 1, "active": ID, "keys": [
        {"id": ID, "made_at": MOMENT, "slots": [{"kind": "file", "key": BASE64}]}]}
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path
from tempfile import mkstemp
from typing import Any
from uuid import UUID

from vault.errors import KeyringUnusable, SlotClosed, Tampered
from vault.ids import new_id
from vault.slots.kinds import open_slot
from vault.slots.slot import Means, Slot, plain_slot, read_slot
from vault.wrapping import new_key

FORMAT = 1
OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class ClosedRoot:
    """A root key that nothing at hand opens, and why."""

    id: UUID
    made_at: str
    slots: tuple[Slot, ...]
    why: str


@dataclass(frozen=True, slots=True)
class RootKey:
    """One root key: 32 bytes, never shown."""

    id: UUID
    key: bytes = field(repr=False)
    made_at: str
    slots: tuple[Slot, ...] = field(repr=False)

    @property
    def kinds(self) -> list[str]:
        """What opens it."""
        return [slot.kind for slot in self.slots]


@dataclass(frozen=True, slots=True)
class Keyring:
    """The root keys of this installation, and which of them wraps what is new."""

    active_id: UUID
    keys: dict[UUID, RootKey]
    closed: dict[UUID, ClosedRoot] = field(default_factory=dict)

    @property
    def active(self) -> RootKey:
        """The root key that wraps what is new."""
        return self.opened(self.active_id)

    def opened(self, root_id: UUID) -> RootKey:
        """A root key of the keyring. Raises KeyringUnusable, saying why it is closed."""
        if root_id in self.closed:
            raise KeyringUnusable(
                f"The root key {root_id} cannot be opened: {self.closed[root_id].why}."
            )
        return self.keys[root_id]

    def with_active(self, root: RootKey) -> "Keyring":
        """The same with one more root key, which wraps what is new from now on."""
        return replace(self.with_root(root), active_id=root.id)

    def with_root(self, root: RootKey) -> "Keyring":
        """The same with this root key, in the place of the one of its id if there is one."""
        closed = {key_id: one for key_id, one in self.closed.items() if key_id != root.id}
        return Keyring(self.active_id, {**self.keys, root.id: root}, closed)

    def without(self, root_id: UUID) -> "Keyring":
        """The same without this root key."""
        keys = {key_id: one for key_id, one in self.keys.items() if key_id != root_id}
        closed = {key_id: one for key_id, one in self.closed.items() if key_id != root_id}
        return Keyring(self.active_id, keys, closed)


def made_root(key_id: UUID, key: bytes, slots: Iterable[Slot]) -> RootKey:
    """A root key made, or joined, now."""
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    return RootKey(key_id, key, made_at, tuple(slots))


def new_keyring() -> Keyring:
    """A keyring with one fresh root key in a slot of kind file."""
    key = new_key()
    root = made_root(new_id(), key, [plain_slot(key)])
    return Keyring(root.id, {root.id: root})


def read_keyring(path: Path, means: Means | None = None) -> Keyring:
    """The keyring in a file, each key opened by the first slot that opens with these means.

    Raises KeyringUnusable, saying why, when the file cannot be trusted.
    """
    try:
        with path.open("rb") as file:
            if os.name == "posix" and os.fstat(file.fileno()).st_mode & OTHERS:
                raise KeyringUnusable(f"Others may read the key file {path}: run chmod 600 on it.")
            return _parsed(json.load(file), means or Means())
    except FileNotFoundError:
        raise KeyringUnusable(
            f"There is no key file at {path}. Put it back from where it is kept, or join shares "
            "(manage.py keyring join): without it nothing that was sealed can be read."
        ) from None
    except OSError as error:
        raise KeyringUnusable(f"The key file {path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, AttributeError):
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
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Makes sure that a power cut does not bring the file before this one back."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _document(keyring: Keyring) -> dict[str, Any]:
    """The keyring as it stands in the file."""
    roots: list[RootKey | ClosedRoot] = [*keyring.keys.values(), *keyring.closed.values()]
    return {
        "format": FORMAT,
        "active": str(keyring.active_id),
        "keys": [
            {
                "id": str(root.id),
                "made_at": root.made_at,
                "slots": [slot.document() for slot in root.slots],
            }
            for root in sorted(roots, key=attrgetter("id"))
        ],
    }


def _parsed(document: dict[str, Any], means: Means) -> Keyring:
    """The keyring that a file's JSON describes. Raises ValueError or KeyError for another."""
    if document["format"] != FORMAT:
        raise KeyringUnusable(f"The key file has format {document['format']}, known is {FORMAT}.")
    roots: list[RootKey | ClosedRoot] = [_root(entry, means) for entry in document["keys"]]
    keys = {root.id: root for root in roots if isinstance(root, RootKey)}
    closed = {root.id: root for root in roots if isinstance(root, ClosedRoot)}
    keyring = Keyring(UUID(document["active"]), keys, closed)
    if keyring.active_id not in keys | closed:
        raise ValueError("the active key is missing")
    return keyring


def _root(entry: dict[str, Any], means: Means) -> RootKey | ClosedRoot:
    """One root key, opened through the first slot that opens."""
    root_id, made_at = UUID(entry["id"]), str(entry["made_at"])
    slots = tuple(read_slot(slot) for slot in entry["slots"])
    reasons = []
    for slot in slots:
        try:
            return RootKey(root_id, open_slot(slot, root_id, means), made_at, slots)
        except (SlotClosed, Tampered) as reason:
            reasons.append(str(reason).rstrip("."))
    return ClosedRoot(root_id, made_at, slots, "; ".join(reasons) or "it has no slot")
