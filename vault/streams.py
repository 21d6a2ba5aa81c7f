"""Whole files, sealed chunk by chunk: constant memory, and nothing is cut, moved or swapped unseen.

A sealed file is ``version (1) | prefix (7)`` and then chunks of 64 KiB, each AES-256-GCM with a
tag of 16 bytes. The nonce is ``prefix | number of the chunk (4) | whether it is the last (1)``, and
every chunk is bound to table, partner, owner, row and part (see `Place`): a chunk that was left
out, added, repeated, moved or taken from another file does not open, and neither does a file that
ends early. What is sealed is ``size (8) | the file | zeros``, padded as values are (PADMÉ).

Each file has a key of its own, which stands in the row it belongs to, in a
`vault.fields.SealedKeyField`: sealed with the compartment's key. Whoever gives the compartment a
new key seals that column anew, as any other, and touches no file. Destroying the compartment's
key, or emptying the column, makes noise of the file, wherever copies of it may lie.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from os import urandom
from typing import Protocol, Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from vault.binding import bind
from vault.errors import Tampered
from vault.fields import SealedModel
from vault.seal import padded_size
from vault.wrapping import derive, new_key

CHUNK = 64 * 1024
TAG = 16
VERSION = b"\x01"
PREFIX = 7
HEADER = len(VERSION) + PREFIX
SIZE = 8
ZEROS = bytes(CHUNK)


class Source(Protocol):
    """What can be read from: an open file, a request's body, an object of a store."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file belongs: the row, and which of the row's files it is ("original", "copy" …)."""

    table: str
    partner_id: UUID
    owner_id: UUID
    row_id: UUID
    part: str

    @classmethod
    def of(cls, row: SealedModel, part: str) -> Self:
        """The place of one of a row's files."""
        owner_id: UUID = getattr(row, row.sealed_owner)
        return cls(row._meta.db_table, row.partner_id, owner_id, row.pk, part)

    @property
    def bound(self) -> bytes:
        """As associated data."""
        ids = (self.partner_id.bytes, self.owner_id.bytes, self.row_id.bytes)
        return bind(b"file", self.table.encode(), *ids, self.part.encode())


def new_file_key() -> bytes:
    """The key of a new file, for the row's `SealedKeyField`."""
    return new_key()


def seal_stream(key: bytes, place: Place, source: Source, size: int) -> Iterator[bytes]:
    """The sealed file, piece by piece; ``size`` is how many bytes the source has.

    Raises ValueError when the source holds more or fewer: what was yielded until then never opens.
    """
    prefix = urandom(PREFIX)
    header = VERSION + prefix
    encrypt, bound = _cipher(key, place).encrypt, place.bound + header
    yield header
    left = padded_size(SIZE + size)
    chunks = _padded(source, size, left)
    for number, chunk in enumerate(chunks):
        left -= len(chunk)
        yield encrypt(_nonce(prefix, number, is_last=left == 0), chunk, bound)


def open_stream(key: bytes, place: Place, source: Source) -> Iterator[bytes]:
    """The file, piece by piece. Raises Tampered at the first piece that is not as it was sealed.

    Pieces before that one were whole: whoever must not act on part of a file reads all of it first.
    """
    header = _exactly(source, HEADER)
    if len(header) < HEADER or header[:1] != VERSION:
        raise Tampered("A sealed file has no beginning.")
    prefix = header[1:]
    decrypt, bound = _cipher(key, place).decrypt, place.bound + header
    size, seen, number = -1, 0, 0
    sealed = _exactly(source, CHUNK + TAG)
    while sealed:
        following = _exactly(source, CHUNK + TAG)
        try:
            chunk = decrypt(_nonce(prefix, number, is_last=not following), sealed, bound)
        except (InvalidTag, ValueError, OverflowError):
            raise Tampered("A sealed file is damaged, cut, or was moved from elsewhere.") from None
        if number == 0:
            size = int.from_bytes(chunk[:SIZE], "big")
            chunk = chunk[SIZE:]
        if piece := chunk[: max(size - seen, 0)]:
            yield piece
        seen += len(chunk)
        sealed, number = following, number + 1
    if number == 0 or seen != padded_size(SIZE + size) - SIZE:
        raise Tampered("A sealed file has not the length it says it has.")


def sealed_size(size: int) -> int:
    """How long a file of so many bytes is once it is sealed."""
    padded = padded_size(SIZE + size)
    return HEADER + padded + TAG * -(-padded // CHUNK)


def _cipher(key: bytes, place: Place) -> AESGCM:
    """A cipher for one part of a row's files: no two parts share a key, so no nonce comes twice."""
    return AESGCM(derive(key, "file", place.part))


def _nonce(prefix: bytes, number: int, *, is_last: bool) -> bytes:
    """Which chunk of the file this is, and whether another follows."""
    return prefix + number.to_bytes(4, "big") + (b"\x01" if is_last else b"\x00")


def _padded(source: Source, size: int, padded: int) -> Iterator[bytes]:
    """What is sealed, in chunks: the size, the file, zeros. All but the last are of CHUNK bytes."""
    left = padded
    chunk = size.to_bytes(SIZE, "big") + _exactly(source, min(CHUNK - SIZE, size))
    unread = size - (len(chunk) - SIZE)
    while left:
        length = min(CHUNK, left)
        if len(chunk) < length:
            if unread:
                raise ValueError("The source ended before it should.")
            chunk += ZEROS[: length - len(chunk)]
        yield chunk
        left -= length
        chunk = _exactly(source, min(CHUNK, unread)) if unread else b""
        unread -= len(chunk)
    if source.read(1):
        raise ValueError("The source holds more than it should.")


def _exactly(source: Source, size: int) -> bytes:
    """So many bytes of the source; fewer only at its end, however few it gives at a time."""
    data = source.read(size)
    while 0 < len(data) < size:
        more = source.read(size - len(data))
        if not more:
            break
        data += more
    return data
