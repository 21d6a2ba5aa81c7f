"""Shamir's shares over GF(256), against published vectors and by what must hold of all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.slots.shamir import inverse, join, multiply, split

byte = st.integers(0, 255)


@pytest.mark.parametrize(
    ("one", "other", "product"),
    # FIPS 197, section 4.2
    [(0x57, 0x83, 0xC1), (0x57, 0x13, 0xFE), (0x57, 0x02, 0xAE), (0x57, 0x10, 0x07)],
)
def test_products_are_those_of_the_standard(one, other, product):
    assert multiply(one, other) == product


def test_shares_join_as_in_the_published_vector():
    # draft-mcgrew-tss-03, section 9
    shares = {1: bytes.fromhex("B9FA07E185"), 2: bytes.fromhex("F5409B4511")}
    assert join(shares) == bytes.fromhex("7465737400")


def test_every_value_has_an_inverse_but_zero():
    assert all(multiply(value, inverse(value)) == 1 for value in range(1, 256))
    assert inverse(0) == 0


@given(byte, byte, byte)
def test_the_field_is_a_field(one, other, third):
    assert multiply(one, other) == multiply(other, one)
    assert multiply(one, multiply(other, third)) == multiply(multiply(one, other), third)
    assert multiply(one, other ^ third) == multiply(one, other) ^ multiply(one, third)
    assert multiply(one, 1) == one


@given(st.data(), st.binary(min_size=1, max_size=48))
def test_any_k_shares_join_and_fewer_do_not(data, secret):
    n = data.draw(st.integers(2, 12))
    k = data.draw(st.integers(2, n))
    shares = split(secret, k, n)
    chosen = data.draw(st.permutations(sorted(shares)))
    assert join({x: shares[x] for x in chosen[:k]}) == secret
    assert join(shares) == secret


def test_fewer_than_k_shares_leave_every_secret_possible():
    """One byte, three needed: with two in hand, some third share leads to each of the 256."""
    shares = split(b"S", 3, 5)
    reached = {join({1: shares[1], 2: shares[2], 3: bytes([third])}) for third in range(256)}
    assert len(reached) == 256


@pytest.mark.parametrize(("k", "n"), [(1, 3), (0, 0), (4, 3), (2, 256)])
def test_impossible_numbers_of_shares_are_refused(k, n):
    assert len(split(b"S", 2, 255)) == 255
    with pytest.raises(ValueError, match="k"):
        split(b"S", k, n)
