"""Shamir's secret sharing over GF(256): any k of n shares give the secret, fewer say nothing.

The field is that of AES (x⁸+x⁴+x³+x+1); shares stand at x = 1 … n, the secret at 0. Ours, because
no package was fit: they are unmaintained, unauthenticated, hold 16 bytes, or say themselves that
they are not for real secrets. No table is indexed and no branch taken by a secret byte. What is
shared must carry its own check: to join the wrong shares gives noise, not an error.
"""

from collections.abc import Mapping
from os import urandom

MOST_SHARES = 255


def split(secret: bytes, k: int, n: int) -> dict[int, bytes]:
    """The shares by their x. Raises ValueError unless 2 ≤ k ≤ n ≤ 255."""
    if not 2 <= k <= n <= MOST_SHARES:  # noqa: PLR2004  # one share would be the secret
        raise ValueError("Shares need 2 ≤ k ≤ n ≤ 255.")
    coefficients = [secret, *(urandom(len(secret)) for _ in range(k - 1))]
    return {x: _at(x, coefficients) for x in range(1, n + 1)}


def join(shares: Mapping[int, bytes]) -> bytes:
    """What these shares give: the secret, when they are k or more of one splitting."""
    size = len(next(iter(shares.values())))
    secret = bytearray(size)
    for x, share in shares.items():
        weight = _weight(x, [other for other in shares if other != x])
        for place in range(size):
            secret[place] ^= multiply(weight, share[place])
    return bytes(secret)


def multiply(one: int, other: int) -> int:
    """The product in the field."""
    product = 0
    for _ in range(8):
        product ^= -(other & 1) & one
        one = (one << 1 & 0xFF) ^ (-(one >> 7) & 0x1B)
        other >>= 1
    return product


def inverse(value: int) -> int:
    """What gives 1 when multiplied with it (its 254th power); 0 for 0."""
    power, result = value, 1
    for _ in range(7):
        power = multiply(power, power)
        result = multiply(result, power)
    return result


def _at(x: int, coefficients: list[bytes]) -> bytes:
    """The polynomials' values at x, one for each byte (Horner's rule)."""
    value = bytes(len(coefficients[0]))
    for coefficient in reversed(coefficients):
        value = bytes(
            multiply(byte, x) ^ more for byte, more in zip(value, coefficient, strict=True)
        )
    return value


def _weight(x: int, others: list[int]) -> int:
    """How much of the share at x goes into the value at 0 (Lagrange)."""
    weight = 1
    for other in others:
        weight = multiply(weight, multiply(other, inverse(other ^ x)))
    return weight
