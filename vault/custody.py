"""The care of the root keys: their slots, their shares, and what is done when they are lost.

No answer of this module holds a key; shares are the one exception, and are made to be printed.
"""

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hmac import compare_digest
from os import O_CREAT, O_EXCL, O_WRONLY, fdopen, urandom
from os import open as open_file
from pathlib import Path
from uuid import UUID

from django.conf import settings

from vault import wall
from vault.errors import KeyringUnusable, SlotClosed, SlotRefused, Tampered
from vault.keyring import ClosedRoot, Keyring, RootKey, made_root, read_keyring, write_keyring
from vault.models import KeyRotation, PartnerKey
from vault.partners import is_opened_by
from vault.roots import changing_keyring, keyring, means
from vault.slots.kinds import (
    PASSPHRASE,
    SHARES,
    USUAL_COST,
    Cost,
    credential_slot,
    joined_slot_opens,
    open_slot,
    passphrase_slot,
    shares_slot,
)
from vault.slots.shares import Share, join_shares, make_shares, refuse_uncommitted
from vault.slots.slot import FILE, Means, Slot, plain_slot
from vault.system_rows import secrets_under_roots

LEAST_PASSPHRASE = 16
Commitments = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rehearsal found of one way to the key; ``failed`` is None where none was possible."""

    what: str
    failed: bool | None
    why: str = ""


def described() -> Iterator[str]:
    """The root keys and their slots, in lines for a person."""
    ring = keyring()
    roots: list[RootKey | ClosedRoot] = [*ring.keys.values(), *ring.closed.values()]
    for root in roots:
        mark = " (active)" if root.id == ring.active_id else ""
        yield f"root key {root.id}{mark}, made {root.made_at}"
        for slot in root.slots:
            yield f"  {_in_words(slot)}"
        if isinstance(root, ClosedRoot):
            yield f"  CLOSED: {root.why}"


def add_file() -> None:
    """The active root key into the key file itself."""
    _add(lambda root: plain_slot(root.key))


def add_passphrase(passphrase: str, cost: Cost = USUAL_COST) -> None:
    """A slot that a passphrase opens. Raises SlotRefused for a short one."""
    if len(passphrase) < LEAST_PASSPHRASE:
        raise SlotRefused(f"A passphrase has at least {LEAST_PASSPHRASE} characters: five words.")
    _add(lambda root: passphrase_slot(root.id, root.key, passphrase, cost))


def add_credential(name: str, path: Path) -> None:
    """A slot that a systemd credential opens; its secret is written to a new file of ours.

    Raises SlotRefused when there is a file already.
    """
    if not name or Path(name).name != name:
        raise SlotRefused("A credential's name is one word without slashes.")
    secret = urandom(32)
    try:
        handle = open_file(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    except OSError as error:
        raise SlotRefused(f"{path} cannot be made: {error.strerror}.") from error
    with fdopen(handle, "wb") as file:
        file.write(b64encode(secret))
    _add(lambda root: credential_slot(root.id, root.key, name, secret))


def remove_slot(kind: str) -> None:
    """Takes a slot from the active root key. Raises SlotRefused for the last one that opens."""
    with changing_keyring() as (ring, write):
        root = ring.active
        left = [slot for slot in root.slots if slot.kind != kind]
        if len(left) == len(root.slots):
            raise SlotRefused(f"The active root key has no slot of kind {kind}.")
        if not any(_opens(slot, root, means()) for slot in left):
            raise SlotRefused(
                "This is the last slot that opens here. Add another one first, and start this "
                "command with what opens it."
            )
        write(ring.with_root(_with_slots(root, left)))


def new_shares(k: int, n: int) -> list[Share]:
    """Shares of the active root key. Those made before still join: destroy them.

    Raises SlotRefused unless 2 ≤ k ≤ n ≤ 255.
    """
    try:
        with changing_keyring() as (ring, write):
            root = ring.active
            shares = make_shares(root.id, root.key, k, n)
            parameters = {"k": k, "n": n, "commitments": commitments(shares)}
            slot = shares_slot(root.id, root.key, parameters)
            write(ring.with_root(_with_slots(root, [*_others(root, SHARES), slot])))
    except ValueError as error:
        raise SlotRefused(str(error)) from error
    return shares


def commitments(shares: Iterable[Share]) -> dict[str, str]:
    """What a share is compared with, by its number; gives nothing of the key away."""
    return {str(share.number): share.commitment() for share in shares}


def check_share(share: Share, given: Commitments | None = None) -> None:
    """Raises ShareRefused when the share is known not to be the one that was made.

    It is known from the key file, or from commitments that were kept apart; without either,
    nothing is.
    """
    known = given or _known_commitments(share.root_id)
    if known:
        refuse_uncommitted(share, known)


def recover(shares: list[Share]) -> UUID:
    """Joins shares and writes the root key into the key file; its id.

    Raises ShareRefused, and Tampered when what they join to is not the key that the database or
    the key file knows by this id.
    """
    root_id, key = shares[0].root_id if shares else UUID(int=0), join_shares(shares)
    _refuse_other_key(root_id, key)
    path = Path(settings.KEYRING_PATH)
    if not path.exists():
        root = made_root(root_id, key, [plain_slot(key)])
        write_keyring(path, Keyring(root_id, {root_id: root}), replace=False)
        return root_id
    with changing_keyring() as (ring, write):
        write(ring.with_root(_rejoined(ring, root_id, key)))
    return root_id


def rehearse(passphrase: str, shares: list[Share]) -> list[Trial]:
    """Tries every way to the active root key, and compares what comes of it."""
    root = keyring().active
    given = Means(means().credentials, passphrase or means().passphrase)
    trials = [_tried(slot, root, given) for slot in root.slots if slot.kind != SHARES]
    trials += [_shares_tried(slot, root, shares) for slot in root.slots if slot.kind == SHARES]
    opens = is_opened_by(root)
    why = "" if opens else "a partner key does not open under it"
    return [*trials, Trial("partner keys", None if opens is None else not opens, why)]


def has_slot(kind: str) -> bool:
    """Whether the active root key has such a slot."""
    return any(slot.kind == kind for slot in keyring().active.slots)


def forget(root_id: UUID) -> None:
    """Takes an old root key out of the key file. Raises SlotRefused while anything needs it.

    What needs it is looked for behind no partner's wall, whoever asks.
    """
    with changing_keyring() as (ring, write), wall.behind(wall.EVERYONE):
        if root_id == ring.active_id:
            raise SlotRefused("This is the active root key.")
        if root_id not in {**ring.keys, **ring.closed}:
            raise SlotRefused(f"The key file has no root key {root_id}.")
        needing = PartnerKey.objects.filter(root_key_id=root_id).count()
        needing += secrets_under_roots()[root_id]
        if needing or KeyRotation.objects.filter(retiring_id=root_id).exists():
            raise SlotRefused(
                f"The root key {root_id} is needed by {needing} keys or secrets: run "
                "rotate_keys --root first."
            )
        write(ring.without(root_id))


def unneeded() -> list[UUID]:
    """The old root keys that nothing in the database needs."""
    ring = keyring()
    needed = set(PartnerKey.objects.values_list("root_key_id", flat=True)) | {
        *secrets_under_roots(),
        *KeyRotation.objects.values_list("retiring_id", flat=True),
        ring.active_id,
    }
    return [root_id for root_id in {**ring.keys, **ring.closed} if root_id not in needed]


# --- inside -----------------------------------------------------------------------------------


def _add(make: Callable[[RootKey], Slot]) -> None:
    with changing_keyring() as (ring, write):
        root = ring.active
        slot = make(root)
        write(ring.with_root(_with_slots(root, [*_others(root, slot.kind), slot])))


def _others(root: RootKey, kind: str) -> list[Slot]:
    return [slot for slot in root.slots if slot.kind != kind]


def _with_slots(root: RootKey, slots: Iterable[Slot]) -> RootKey:
    return RootKey(root.id, root.key, root.made_at, tuple(slots))


def _opens(slot: Slot, root: RootKey, given: Means) -> bool:
    return _tried(slot, root, given).failed is False


def _tried(slot: Slot, root: RootKey, given: Means) -> Trial:
    try:
        is_same = compare_digest(open_slot(slot, root.id, given), root.key)
    except SlotClosed as closed:
        return Trial(_in_words(slot), None, str(closed))
    except Tampered as damage:
        return Trial(_in_words(slot), failed=True, why=str(damage))
    return Trial(_in_words(slot), not is_same, "" if is_same else "it holds another key")


def _shares_tried(slot: Slot, root: RootKey, shares: list[Share]) -> Trial:
    if not shares:
        return Trial(_in_words(slot), None, "no shares were given")
    try:
        key = join_shares(shares)
        joined_slot_opens(slot, root.id, key)
    except (Tampered, ValueError) as refused:
        return Trial(_in_words(slot), failed=True, why=str(refused))
    is_same = compare_digest(key, root.key)
    return Trial(_in_words(slot), not is_same, "" if is_same else "they are of another key")


def _rejoined(ring: Keyring, root_id: UUID, key: bytes) -> RootKey:
    """The root key with the slots it had, those of kind file renewed."""
    known: RootKey | ClosedRoot | None = ring.keys.get(root_id) or ring.closed.get(root_id)
    if known is None:
        return made_root(root_id, key, [plain_slot(key)])
    kept = [slot for slot in known.slots if slot.kind != FILE]
    return RootKey(root_id, key, known.made_at, (plain_slot(key), *kept))


def _refuse_other_key(root_id: UUID, key: bytes) -> None:
    root = made_root(root_id, key, [])
    if is_opened_by(root) is False:
        raise Tampered("The joined key does not open the keys of this database.")
    for slot in _slots_of(root_id):
        if slot.kind == SHARES:
            joined_slot_opens(slot, root_id, key)


def _known_commitments(root_id: UUID) -> Commitments:
    """What the key file knows of the shares of a root key; nothing when there is no file."""
    for slot in _slots_of(root_id):
        if slot.kind == SHARES:
            found: Commitments = slot.parameters["commitments"]
            return found
    return {}


def _slots_of(root_id: UUID) -> tuple[Slot, ...]:
    """The slots of a root key as the key file has them, which may be lost."""
    try:
        ring = read_keyring(Path(settings.KEYRING_PATH), means())
    except KeyringUnusable:
        return ()
    found: RootKey | ClosedRoot | None = ring.keys.get(root_id) or ring.closed.get(root_id)
    return found.slots if found else ()


def _in_words(slot: Slot) -> str:
    """A slot's kind and those of its parameters that a person asks about."""
    told = slot.parameters
    if slot.kind == SHARES:
        return f"shares: {told['k']} of {told['n']}"
    if slot.kind == PASSPHRASE:
        return (
            f"passphrase: Argon2id, {int(told['memory_kib']) // 1024} MiB, {told['passes']} passes"
        )
    return " ".join([slot.kind, *(str(told[name]) for name in ("name",) if name in told)])
