"""Room on disk that holds noise, and nothing once it is closed."""

import os
from os import urandom

import pytest

from tests.plugins.needles import found
from vault.errors import Tampered
from vault.scratch import CHUNK, Scratch

WORD = "membrillo"


@pytest.fixture
def scratch(tmp_path):
    with Scratch(tmp_path) as room:
        yield room


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK + 17])
def test_what_was_written_is_read_anywhere(scratch, size):
    data = urandom(size)
    for start in range(0, size, 10_007):
        scratch.write(data[start : start + 10_007])
    assert scratch.size == size
    assert scratch.read() == data
    for place in (0, size // 2, max(size - 3, 0), size, size + 5 * CHUNK):
        scratch.seek(place)
        assert scratch.read(3) == data[place : place + 3]


def test_no_word_of_it_lies_on_the_disk(scratch):
    scratch.write(f"{WORD} ".encode() * 50_000)
    on_disk = os.pread(scratch._file.fileno(), 10_000_000, 0)
    assert len(on_disk) > 5 * CHUNK
    assert found([WORD], on_disk) == set()
    assert found([WORD], scratch.read()) == {WORD}


def test_its_file_has_no_name(scratch, tmp_path):
    scratch.write(urandom(3 * CHUNK))
    assert list(tmp_path.iterdir()) == []


def test_a_piece_of_it_that_was_changed_on_disk_is_refused(scratch):
    scratch.write(bytes(3 * CHUNK))
    os.pwrite(scratch._file.fileno(), b"x", 20)
    with pytest.raises(Tampered):
        scratch.read(1)
