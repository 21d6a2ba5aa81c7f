"""Sealed files in the store: under random names, kept with their rows or not at all.

The store is Django's default storage: a folder, or a bucket that speaks S3. It holds noise under
names that say nothing; whose a file is, and its key, only the row knows.
"""

import io
import os
import secrets
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol, cast

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from vault.births import watch
from vault.errors import Tampered

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

ORPHAN_AFTER = timedelta(hours=1)


class Closable(Protocol):
    """What is let go of."""

    def close(self) -> None:
        """Let go of it."""


class Pieces(io.RawIOBase):
    """Pieces of bytes, to be read as one file from its beginning to its end, once.

    ``source`` is what they come from: closed with this.
    """

    def __init__(self, pieces: Iterator[bytes], source: "Closable | None" = None) -> None:
        super().__init__()
        self._pieces = pieces
        self._source = source
        self._piece = memoryview(b"")
        self._has_begun = False

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Reads on: less than was asked for only at the end."""
        self._has_begun = True
        target = memoryview(buffer).cast("B")
        done = 0
        while done < len(target):
            if not self._piece:
                following = next(self._pieces, None)
                if following is None:
                    break
                self._piece = memoryview(following)
            step = self._piece[: len(target) - done]
            target[done : done + len(step)] = step
            self._piece = self._piece[len(step) :]
            done += len(step)
        return done

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Only to the beginning, and only before anything was read: stores do so to be sure."""
        if offset or whence != io.SEEK_SET or self._has_begun:
            raise io.UnsupportedOperation("This can be read once.")
        return 0

    def close(self) -> None:
        """Let go of what the pieces come from."""
        self._pieces = iter(())
        if self._source is not None:
            self._source.close()
        super().close()


def keep(pieces: Iterator[bytes]) -> str:
    """Store a sealed file; its name. Removed again if the present transaction does not commit."""
    wanted = _new_name()
    content = cast("IO[bytes]", Pieces(pieces))  # as much of a file as a store needs
    name: str = default_storage.save(wanted, File(content, name=wanted))
    watch([name], forget)
    _settle(name)
    return name


def fetch(name: str) -> "File[bytes]":
    """The sealed file. Raises Tampered when the store has lost it."""
    try:
        return default_storage.open(name, "rb")
    except FileNotFoundError:
        raise Tampered("The store has no file under a name that a row holds.") from None


def forget(names: Iterable[str]) -> None:
    """Remove files from the store."""
    for name in names:
        default_storage.delete(name)


def forget_when_committed(names: Collection[str]) -> None:
    """Remove them once the present transaction has committed: until then a row needs them."""
    transaction.on_commit(partial(forget, list(names)))


def kept_names() -> Iterator[list[str]]:
    """The names of all that is stored, folder by folder."""
    try:
        folders, _files = default_storage.listdir("")
    except FileNotFoundError:
        return  # nothing was ever stored
    for folder in sorted(folders):
        _inner, names = default_storage.listdir(folder)
        yield [f"{folder}/{name}" for name in names]


def is_old(name: str) -> bool:
    """Whether a file has lain here long enough for its row to be there, if it ever will be."""
    return timezone.now() - default_storage.get_modified_time(name) > ORPHAN_AFTER


def _settle(name: str) -> None:
    """Have the disk itself hold it, where the store is a folder: no row must outlive its file."""
    with suppress(NotImplementedError):
        path = Path(default_storage.path(name))
        for place in (path, path.parent, path.parent.parent):
            handle = os.open(place, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _new_name() -> str:
    """128 random bits, in one of 256 folders."""
    word = secrets.token_hex(16)
    return f"{word[:2]}/{word[2:]}"
