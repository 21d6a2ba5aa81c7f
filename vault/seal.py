"""Seals and opens single values: bytes in, bytes out.

A sealed value is ``version (1) | key id (16) | nonce (12) | AES-256-GCM ciphertext and tag``.
It is bound to the table, column, partner, row and key it was sealed for, and its length is
padded (PADMÉ) so that lengths tell little. Nothing is compressed.
"""

from collections.abc import Iterable, Iterator
from os import urandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from vault.binding import ID_LENGTH, bind
from vault.errors import Tampered

VERSION = b"\x01"
HEADER_SIZE = 17
NONCE_END = HEADER_SIZE + 12
LEAST_PADDED = 32


def padded_size(size: int) -> int:
    """The PADMÉ bucket for a length: at most 12 % more, log log many distinguishable lengths."""
    if size <= LEAST_PADDED:
        return LEAST_PADDED
    exponent = size.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (size + mask) & ~mask


def padding(size: int) -> bytes:
    """What follows ``size`` bytes of value: 0x80, then zeros up to the bucket's end."""
    return b"\x80".ljust(padded_size(size + 1) - size, b"\0")


PADDINGS = [padding(size) for size in range(2048)]


def place(table: str, column: str) -> bytes:
    """Where a value lives, as the first part of what it is bound to."""
    return bind(table.encode(), column.encode())


class ValueKey:
    """One key, ready to seal and open the values of one partner.

    ``key`` is 32 bytes, ``key_id`` and ``partner`` 16 bytes each. ``header`` begins every value
    that this key seals. The AES object and what does not change from value to value are made once.
    """

    __slots__ = ("_before_row", "_cipher", "header")

    def __init__(self, key: bytes, key_id: bytes, partner: bytes) -> None:
        self._cipher = AESGCM(key)
        self._before_row = ID_LENGTH + partner + ID_LENGTH
        self.header = VERSION + key_id

    def seal(self, place: bytes, row: bytes, data: bytes) -> bytes:
        """Data sealed for that place (see `place`) and row (16 bytes)."""
        size = len(data)
        end = PADDINGS[size] if size < 2048 else padding(size)  # noqa: PLR2004  # table's length
        header = self.header
        bound = b"".join((place, self._before_row, row, header))
        nonce = urandom(12)
        return header + nonce + self._cipher.encrypt(nonce, data + end, bound)

    def open(self, place: bytes, row: bytes, raw: bytes) -> bytes:
        """The data that was sealed for that place and row with this key.

        Raises Tampered when the value is damaged or was sealed for anything else.
        """
        bound = b"".join((place, self._before_row, row, raw[:HEADER_SIZE]))
        try:
            data = self._cipher.decrypt(raw[HEADER_SIZE:NONCE_END], raw[NONCE_END:], bound)
        except (InvalidTag, ValueError):
            raise Tampered("A sealed value is damaged, or was moved from elsewhere.") from None
        return data[: data.rindex(b"\x80")]

    def open_many(
        self, place: bytes, values: Iterable[tuple[bytes, bytes]]
    ) -> Iterator[tuple[bytes, bytes | None]]:
        """As `open` for many (row, raw), without a call for each: row and data, None if damaged."""
        decrypt, before, header = self._cipher.decrypt, place + self._before_row, self.header
        for row, raw in values:
            bound = b"".join((before, row, header))
            try:
                data = decrypt(raw[HEADER_SIZE:NONCE_END], raw[NONCE_END:], bound)
            except (InvalidTag, ValueError):
                yield row, None
            else:
                yield row, data[: data.rindex(b"\x80")]
