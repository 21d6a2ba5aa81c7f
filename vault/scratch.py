"""Room on disk for what must not be readable there: sealed with a key that is kept nowhere."""

import io
from os import urandom
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from vault.errors import Tampered

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

CHUNK = 64 * 1024
STORED = CHUNK + 16


class Scratch(io.RawIOBase):
    """A file to write once, from the beginning to the end, and then to read anywhere.

    Its key lives in this object only, and its file has no name: when the process ends, however it
    ends, nothing is left, and what the disk may still hold is noise. One chunk is in memory.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._cipher = AESGCM(urandom(32))
        self._file = TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115  # closed in close()
        self._tail = bytearray()
        self._chunks = 0
        self._position = 0
        self._held: tuple[int, bytes] = (-1, b"")

    @property
    def size(self) -> int:
        """How many bytes were written."""
        return self._chunks * CHUNK + len(self._tail)

    def readable(self) -> bool:
        """It can be read."""
        return True

    def writable(self) -> bool:
        """It can be written to, at its end."""
        return True

    def seekable(self) -> bool:
        """It can be read anywhere."""
        return True

    def write(self, data: "ReadableBuffer") -> int:
        """Appends, wherever the reading stands."""
        piece = memoryview(data)
        self._tail += piece
        while len(self._tail) >= CHUNK:
            nonce = self._chunks.to_bytes(12, "big")
            self._file.seek(self._chunks * STORED)
            self._store(self._cipher.encrypt(nonce, bytes(self._tail[:CHUNK]), None))
            del self._tail[:CHUNK]
            self._chunks += 1
        return piece.nbytes

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Reads on from where it stands: less than was asked for only at the end."""
        target = memoryview(buffer).cast("B")
        done = 0
        while done < len(target) and self._position < self.size:
            number, offset = divmod(self._position, CHUNK)
            chunk = self._tail if number == self._chunks else self._opened(number)
            piece = bytes(chunk[offset : offset + len(target) - done])
            target[done : done + len(piece)] = piece
            done += len(piece)
            self._position += len(piece)
        return done

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Moves the place of reading."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise ValueError("Nothing stands before the beginning.")
        self._position = start + offset
        return self._position

    def tell(self) -> int:
        """Where the next reading begins."""
        return self._position

    def close(self) -> None:
        """Forgets everything."""
        if not self.closed:
            self._file.close()
            self._tail.clear()
            self._held = (-1, b"")
        super().close()

    def _store(self, sealed: bytes) -> None:
        """A disk may take less than it was given; one that is full says so."""
        left = memoryview(sealed)
        while left:
            left = left[self._file.write(left) :]

    def _opened(self, number: int) -> bytes:
        """A chunk, opened once while it is read in small steps."""
        if self._held[0] != number:
            self._file.seek(number * STORED)
            sealed = self._file.read(STORED)
            nonce = number.to_bytes(12, "big")
            try:
                self._held = (number, self._cipher.decrypt(nonce, sealed, None))
            except InvalidTag:
                raise Tampered("What was put aside on disk was changed there.") from None
        return self._held[1]
