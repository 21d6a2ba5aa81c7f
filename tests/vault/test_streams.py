"""Files sealed in chunks: they come back whole, or not at all."""

import io
from dataclasses import replace
from os import urandom

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.errors import Tampered
from vault.ids import new_id
from vault.seal import padded_size
from vault.streams import (
    CHUNK,
    HEADER,
    TAG,
    Place,
    new_file_key,
    open_stream,
    seal_stream,
    sealed_size,
)

KEY = new_file_key()
PLACE = Place("casework_attachment", new_id(), new_id(), new_id(), "original")
SEALED_CHUNK = CHUNK + TAG


def sealed(data: bytes, key: bytes = KEY, place: Place = PLACE) -> bytes:
    return b"".join(seal_stream(key, place, io.BytesIO(data), len(data)))


def opened(raw: bytes, key: bytes = KEY, place: Place = PLACE) -> bytes:
    return b"".join(open_stream(key, place, io.BytesIO(raw)))


def chunks(raw: bytes) -> list[bytes]:
    rest = raw[HEADER:]
    return [rest[start : start + SEALED_CHUNK] for start in range(0, len(rest), SEALED_CHUNK)]


class Trickle(io.BytesIO):
    """Gives a few bytes at a time, as a slow line does."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Never more than so many."""
        return super().read(min(size or 0, 7_001))


@pytest.mark.parametrize(
    "size",
    [0, 1, 24, 25, CHUNK - 9, CHUNK - 8, CHUNK - 7, CHUNK, CHUNK + 1, 3 * CHUNK, 1_000_003],
)
def test_a_file_comes_back_as_it_was_sealed(size):
    data = urandom(size)
    raw = sealed(data)
    assert opened(raw) == data
    assert len(raw) == sealed_size(size)
    assert data[:32] not in raw or size < 8


@given(st.integers(0, 300_000))
def test_any_length_comes_back(size):
    data = bytes(size)
    assert opened(sealed(data)) == data


def test_a_file_that_trickles_in_is_sealed_and_opened_the_same():
    data = urandom(200_000)
    raw = b"".join(seal_stream(KEY, PLACE, Trickle(data), len(data)))
    assert b"".join(open_stream(KEY, PLACE, Trickle(raw))) == data


def test_the_length_tells_little():
    assert len(sealed(bytes(1_000_000))) == len(sealed(bytes(1_010_000)))
    assert {sealed_size(size) for size in range(900_000, 901_000)} == {sealed_size(900_000)}
    assert padded_size(8 + 200_000_000) < 200_000_000 * 1.04


def test_the_same_file_sealed_twice_shows_nothing_in_common():
    first, second = chunks(sealed(bytes(2 * CHUNK))), chunks(sealed(bytes(2 * CHUNK)))
    assert not set(first) & set(second)


@pytest.mark.parametrize("at", [0, 3, HEADER, HEADER + 9, HEADER + SEALED_CHUNK + 1, -1])
def test_a_flipped_bit_is_tampered(at):
    raw = bytearray(sealed(urandom(3 * CHUNK)))
    assert opened(bytes(raw))
    raw[at] ^= 1
    with pytest.raises(Tampered):
        opened(bytes(raw))


@pytest.mark.parametrize(
    "cut", [0, 5, HEADER, HEADER + 1, HEADER + SEALED_CHUNK, -SEALED_CHUNK, -1]
)
def test_a_truncated_file_is_tampered(cut):
    raw = sealed(urandom(3 * CHUNK))
    with pytest.raises(Tampered):
        opened(raw[:cut])


def test_a_file_without_its_last_chunk_is_tampered_even_at_a_chunk_s_end():
    raw = sealed(urandom(8 * CHUNK - 8))
    assert len(chunks(raw)[-1]) == SEALED_CHUNK
    with pytest.raises(Tampered):
        opened(raw[:-SEALED_CHUNK])


def test_reordered_chunks_are_tampered():
    raw = sealed(urandom(5 * CHUNK))
    first, second, *rest = chunks(raw)
    with pytest.raises(Tampered):
        opened(raw[:HEADER] + b"".join([second, first, *rest]))


def test_an_appended_or_repeated_chunk_is_tampered():
    raw = sealed(urandom(5 * CHUNK))
    parts = chunks(raw)
    for more in ([*parts, parts[-1]], [*parts, b"x"], [parts[0], *parts]):
        with pytest.raises(Tampered):
            opened(raw[:HEADER] + b"".join(more))


def test_a_chunk_of_another_file_under_the_same_key_is_tampered():
    data = urandom(5 * CHUNK)
    raw, other = sealed(data), sealed(data)
    swapped = [chunks(other)[0], *chunks(raw)[1:]]
    with pytest.raises(Tampered):
        opened(raw[:HEADER] + b"".join(swapped))


@pytest.mark.parametrize(
    "moved",
    [
        {"table": "casework_other"},
        {"partner_id": new_id()},
        {"owner_id": new_id()},
        {"row_id": new_id()},
        {"part": "copy"},
    ],
)
def test_a_file_moved_to_another_row_partner_owner_or_part_is_tampered(moved):
    raw = sealed(b"una foto inventada")
    assert opened(raw) == b"una foto inventada"
    with pytest.raises(Tampered):
        opened(raw, place=replace(PLACE, **moved))


def test_another_key_opens_nothing():
    with pytest.raises(Tampered):
        opened(sealed(b"una foto inventada"), key=new_file_key())


@pytest.mark.parametrize("claimed", [2, 4, 200_000])
def test_a_source_of_another_length_than_it_said_is_refused(claimed):
    with pytest.raises(ValueError, match="source"):
        b"".join(seal_stream(KEY, PLACE, io.BytesIO(b"tre"), claimed))
