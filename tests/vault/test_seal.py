from os import urandom

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.binding import bind
from vault.errors import Tampered
from vault.seal import ValueKey, padded_size, place

KEY_ID, PARTNER, ROW = (bytes([n]) * 16 for n in (1, 2, 3))
PLACE = place("casework_survivor", "given_names_sealed")
KEY = urandom(32)
ids = st.binary(min_size=16, max_size=16)


def key(key_id: bytes = KEY_ID, partner: bytes = PARTNER, secret: bytes = KEY) -> ValueKey:
    return ValueKey(secret, key_id, partner)


@given(st.binary(max_size=5000))
def test_what_was_sealed_opens(data):
    assert key().open(PLACE, ROW, key().seal(PLACE, ROW, data)) == data


@given(st.binary(max_size=200), ids)
def test_a_value_does_not_open_in_another_row(data, row):
    raw = key().seal(PLACE, ROW, data)
    assert key().open(PLACE, ROW, raw) == data
    if row != ROW:
        with pytest.raises(Tampered):
            key().open(PLACE, row, raw)


@given(st.binary(max_size=200), st.text(max_size=30), st.text(max_size=30))
def test_a_value_does_not_open_in_another_column(data, table, column):
    raw = key().seal(PLACE, ROW, data)
    assert key().open(PLACE, ROW, raw) == data
    with pytest.raises(Tampered):
        key().open(place(table, column), ROW, raw)


@given(st.binary(max_size=200), ids)
def test_a_value_does_not_open_for_another_partner(data, partner):
    raw = key().seal(PLACE, ROW, data)
    if partner != PARTNER:
        with pytest.raises(Tampered):
            key(partner=partner).open(PLACE, ROW, raw)


@given(st.binary(max_size=200), ids)
def test_a_value_does_not_open_with_another_key(data, key_id):
    raw = key().seal(PLACE, ROW, data)
    with pytest.raises(Tampered):
        key(key_id=key_id, secret=urandom(32)).open(PLACE, ROW, raw)
    renamed = raw[:1] + key_id + raw[17:]
    if key_id != KEY_ID:
        with pytest.raises(Tampered):
            key(key_id=key_id).open(PLACE, ROW, renamed)


@given(st.binary(max_size=200), st.data())
def test_one_flipped_bit_is_an_error_and_not_garbage(data, draw):
    raw = bytearray(key().seal(PLACE, ROW, data))
    bit = draw.draw(st.integers(0, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Tampered):
        key().open(PLACE, ROW, bytes(raw))


@given(st.binary(max_size=60))
def test_what_was_never_sealed_does_not_open(raw):
    with pytest.raises(Tampered):
        key().open(PLACE, ROW, raw)
    with pytest.raises(Tampered):
        key().open(PLACE, ROW, key().header + raw)


@given(st.binary(max_size=200), st.integers(0, 260))
def test_a_shortened_value_does_not_open(data, size):
    raw = key().seal(PLACE, ROW, data)
    if size < len(raw):
        with pytest.raises(Tampered):
            key().open(PLACE, ROW, raw[:size])


def test_the_same_data_never_seals_to_the_same_bytes():
    assert key().seal(PLACE, ROW, b"Mamani") != key().seal(PLACE, ROW, b"Mamani")


def test_short_values_all_have_one_length():
    lengths = {len(key().seal(PLACE, ROW, bytes(size))) for size in range(32)}
    assert len(lengths) == 1


@given(st.integers(1, 10_000_000))
def test_padding_adds_at_most_an_eighth_beyond_the_least(size):
    assert size <= padded_size(size) <= max(32, size * 1.12 + 1)


def test_few_lengths_can_be_told_apart():
    assert len({padded_size(size) for size in range(1, 100_000)}) < 200


@given(st.lists(st.binary(max_size=5), max_size=4), st.lists(st.binary(max_size=5), max_size=4))
def test_different_parts_are_bound_to_different_bytes(one, other):
    assert (bind(*one) == bind(*other)) == (one == other)
