"""The root keys as this process knows them: read once, read again when the key file changed."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings

from vault.errors import KeyringUnusable
from vault.keyring import Keyring, RootKey, new_keyring, read_keyring, write_keyring
from vault.models import PartnerKey
from vault.slots import Means

Mark = tuple[int, int]  # when the file was written, and which file it is

_read: dict[Path, tuple[Mark, Keyring]] = {}


def keyring() -> Keyring:
    """The root keyring, as the key file has it now.

    A first run makes it: when there is no key file and no partner key that one could be missing
    for. Raises KeyringUnusable in every other case of a missing or doubtful file.
    """
    path = Path(settings.KEYRING_PATH)
    if not path.exists():
        _make_first(path)
    state = path.stat()
    mark = (state.st_mtime_ns, state.st_ino)
    known = _read.get(path)
    if known is None or known[0] != mark:
        known = _read[path] = (mark, read_keyring(path, means()))
    return known[1]


@contextmanager
def changing_keyring() -> Iterator[tuple[Keyring, Callable[[Keyring], None]]]:
    """The keyring, and what writes it anew; nobody else changes the file in the block."""
    path = Path(settings.KEYRING_PATH)
    keyring()
    with path.with_name(f".{path.name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield keyring(), lambda changed: write_keyring(path, changed, replace=True)


def means() -> Means:
    """What this process was given to open slots with."""
    folder = settings.KEYRING_CREDENTIALS
    return Means(Path(folder) if folder else None, settings.KEYRING_PASSPHRASE)


def active_root() -> RootKey:
    """The root key that wraps what is new."""
    return keyring().active


def root_key(key_id: UUID) -> RootKey:
    """The root key with that id. Raises KeyringUnusable when the key file does not have it."""
    known = _read.get(Path(settings.KEYRING_PATH))
    found = known[1].keys.get(key_id) if known else None
    if found is None:
        ring = keyring()
        found = ring.opened(key_id) if key_id in ring.closed else ring.keys.get(key_id)
    if found is None:
        raise KeyringUnusable(
            f"The key file {settings.KEYRING_PATH} lacks the root key {key_id}: it belongs to "
            "another installation, or is older than the data."
        )
    return found


def _make_first(path: Path) -> None:
    """A new key file, unless sealed data exists that needs the lost one."""
    if PartnerKey.objects.exists():
        raise KeyringUnusable(
            f"There is no key file at {path}, and the database holds keys that need it. Put it "
            "back from where it is kept, or join shares (manage.py keyring join): without it "
            "nothing that was sealed can be read."
        )
    try:
        write_keyring(path, new_keyring(), replace=False)
    except FileExistsError:
        return  # another process of this first run was quicker
    except OSError as error:
        raise KeyringUnusable(f"No key file can be made at {path}: {error.strerror}.") from error
