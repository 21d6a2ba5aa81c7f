"""The kinds of slots, and what opens each without anybody's help."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from os import urandom
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from vault.errors import SlotClosed, Tampered
from vault.slots.slot import FILE, Means, Slot, plain_slot, sealed_slot, unsealed
from vault.wrapping import KEY_SIZE, derive

CREDENTIAL, PASSPHRASE, SHARES = "credential", "passphrase", "shares"
MOST_MEMORY = 4 * 1024 * 1024  # KiB: a changed slot shall not take the machine down


@dataclass(frozen=True, slots=True)
class Cost:
    """What Argon2id takes: about half a second on a small server."""

    memory_kib: int = 262_144
    passes: int = 4
    lanes: int = 4


USUAL_COST = Cost()


def passphrase_slot(root_id: UUID, key: bytes, passphrase: str, cost: Cost = USUAL_COST) -> Slot:
    """A slot that a passphrase opens."""
    parameters = {"salt": b64encode(urandom(16)).decode(), **asdict(cost)}
    by = _stretched(parameters, passphrase)
    return sealed_slot(PASSPHRASE, parameters, root_id=root_id, key=key, by=by)


def credential_slot(root_id: UUID, key: bytes, name: str, secret: bytes) -> Slot:
    """A slot that a systemd credential of this name opens."""
    by = derive(secret, "credential")
    return sealed_slot(CREDENTIAL, {"name": name}, root_id=root_id, key=key, by=by)


def shares_slot(root_id: UUID, key: bytes, parameters: Mapping[str, Any]) -> Slot:
    """Remembers what shares there are of the key; only the key that they join to opens it."""
    by = derive(key, "shares")
    return sealed_slot(SHARES, parameters, root_id=root_id, key=key, by=by)


def open_slot(slot: Slot, root_id: UUID, means: Means) -> bytes:
    """The root key. Raises SlotClosed without the means for it, Tampered with the wrong ones."""
    if slot.kind == FILE:
        return slot.wrapped
    opener = OPENERS.get(slot.kind)
    if opener is None:
        raise SlotClosed(f"a slot of kind {slot.kind} opens only by hand")
    return unsealed(slot, root_id, opener(slot.parameters, means))


def joined_slot_opens(slot: Slot, root_id: UUID, key: bytes) -> None:
    """Raises Tampered unless the slot of shares was made for this key and is as it was made."""
    if unsealed(slot, root_id, derive(key, "shares")) != key:
        raise Tampered("The slot of shares belongs to another root key.")


def follow(slot: Slot, root_id: UUID, key: bytes, means: Means) -> Slot | None:
    """A slot of the same kind for another root key; None where only people can make it."""
    if slot.kind == FILE:
        return plain_slot(key)
    if slot.kind == CREDENTIAL:
        name = str(slot.parameters["name"])
        return credential_slot(root_id, key, name, _credential(name, means))
    if slot.kind == PASSPHRASE and means.passphrase:
        cost = Cost(**{name: slot.parameters[name] for name in asdict(USUAL_COST)})
        return passphrase_slot(root_id, key, means.passphrase, cost)
    return None


def _by_passphrase(parameters: Mapping[str, Any], means: Means) -> bytes:
    if not means.passphrase:
        raise SlotClosed("AMPARO_KEYRING_PASSPHRASE_FILE is not set")
    return _stretched(parameters, means.passphrase)


def _by_credential(parameters: Mapping[str, Any], means: Means) -> bytes:
    return derive(_credential(str(parameters["name"]), means), "credential")


def _stretched(parameters: Mapping[str, Any], passphrase: str) -> bytes:
    memory = int(parameters["memory_kib"])
    if memory > MOST_MEMORY:
        raise Tampered("The slot of kind passphrase asks for more memory than any we make.")
    try:
        argon = Argon2id(
            salt=b64decode(parameters["salt"], validate=True),
            length=KEY_SIZE,
            iterations=int(parameters["passes"]),
            lanes=int(parameters["lanes"]),
            memory_cost=memory,
        )
    except ValueError:
        raise Tampered("The slot of kind passphrase has impossible parameters.") from None
    return argon.derive(passphrase.encode())


def _credential(name: str, means: Means) -> bytes:
    """What systemd put into the credentials folder under this name."""
    if means.credentials is None:
        raise SlotClosed("systemd gave this process no credentials (CREDENTIALS_DIRECTORY)")
    if Path(name).name != name:
        raise Tampered("The slot of kind credential names no plain file.")
    try:
        return b64decode((means.credentials / name).read_bytes().strip(), validate=True)
    except OSError as error:
        raise SlotClosed(f"the credential {name} cannot be read: {error.strerror}") from None
    except ValueError:
        raise SlotClosed(f"the credential {name} is not what was given to systemd") from None


OPENERS: dict[str, Callable[[Mapping[str, Any], Means], bytes]] = {
    CREDENTIAL: _by_credential,
    PASSPHRASE: _by_passphrase,
}
