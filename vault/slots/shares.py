"""Shares of a root key as text that people keep, type in again, and are told their mistakes in.

A share is groups of five signs: four of content (Crockford's base 32, without I, L, O and U) and
one check sign that depends on the group's place. Its content: version, k, its number, which
splitting it is of, the root key's id, and its share of the key and of the key's check.
"""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from os import urandom
from uuid import UUID

from vault.errors import ShareRefused
from vault.slots import shamir
from vault.wrapping import KEY_SIZE

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ALIKE = str.maketrans("ILO", "110")
VERSION = 1
SET_SIZE, CHECK_SIZE, COMMITMENT_SIZE = 4, 10, 6  # 26 whole groups
SHARE_SIZE = KEY_SIZE + CHECK_SIZE
SIZE = 3 + SET_SIZE + 16 + SHARE_SIZE


@dataclass(frozen=True, slots=True)
class Share:
    """One share of a root key."""

    k: int
    number: int
    splitting: bytes
    root_id: UUID
    part: bytes = field(repr=False)

    def text(self) -> str:
        """The share in groups."""
        return _grouped(self._content())

    def commitment(self) -> str:
        """What tells this share from every other and gives nothing of it away."""
        return sha256(b"amparo share" + self._content()).digest()[:COMMITMENT_SIZE].hex()

    def _content(self) -> bytes:
        head = bytes((VERSION, self.k, self.number))
        return head + self.splitting + self.root_id.bytes + self.part


def make_shares(root_id: UUID, key: bytes, k: int, n: int) -> list[Share]:
    """Shares of a key, k of which are needed. Raises ValueError unless 2 ≤ k ≤ n ≤ 255."""
    splitting = urandom(SET_SIZE)
    parts = shamir.split(key + _check(root_id, key, k), k, n)
    return [Share(k, number, splitting, root_id, part) for number, part in parts.items()]


def read_share(text: str) -> Share:
    """The share that was typed. Raises ShareRefused, naming the group that is mistyped."""
    content = _ungrouped(text)
    if len(content) != SIZE or content[0] != VERSION:
        raise ShareRefused("This is not a whole share: groups are missing, or there are too many.")
    at = 3 + SET_SIZE
    return Share(
        k=content[1],
        number=content[2],
        splitting=content[3:at],
        root_id=UUID(bytes=content[at : at + 16]),
        part=content[at + 16 :],
    )


def refuse_foreign(share: Share, others: Iterable[Share]) -> None:
    """Raises ShareRefused when the share does not go with those that were given before it."""
    for other in others:
        if share.root_id != other.root_id:
            raise ShareRefused(f"Share {share.number} is of another root key.")
        if (share.splitting, share.k) != (other.splitting, other.k):
            raise ShareRefused(f"Share {share.number} is of another splitting of this root key.")
        if share.number == other.number:
            raise ShareRefused(f"Share {share.number} was given already.")


def refuse_uncommitted(share: Share, commitments: Mapping[str, str]) -> None:
    """Raises ShareRefused when the share is not the one of its number that was made."""
    if commitments.get(str(share.number)) != share.commitment():
        raise ShareRefused(f"Share {share.number} is not the one that was made.")


def join_shares(shares: list[Share]) -> bytes:
    """The root key. Raises ShareRefused when some are missing, or one of them is wrong."""
    if not shares or len(shares) < shares[0].k:
        wanted = shares[0].k if shares else "some"
        raise ShareRefused(f"{len(shares)} shares were given, {wanted} are needed.")
    for number, share in enumerate(shares):
        refuse_foreign(share, shares[:number])
    first = shares[0]
    joined = shamir.join({share.number: share.part for share in shares})
    key, check = joined[:KEY_SIZE], joined[KEY_SIZE:]
    if not hmac.compare_digest(check, _check(first.root_id, key, first.k)):
        numbers = ", ".join(str(share.number) for share in shares)
        raise ShareRefused(f"One of the shares {numbers} is wrong: together they give no key.")
    return key


def _check(root_id: UUID, key: bytes, k: int) -> bytes:
    """What tells the joined key from noise, and k from another."""
    bound = b"amparo shares" + root_id.bytes + bytes((k,))
    return hmac.digest(key, bound, sha256)[:CHECK_SIZE]


def _grouped(content: bytes) -> str:
    bits = int.from_bytes(content, "big")
    count = -(-len(content) * 8 // 20) * 4
    bits <<= count * 5 - len(content) * 8
    signs = [bits >> 5 * (count - 1 - place) & 31 for place in range(count)]
    groups = [signs[start : start + 4] for start in range(0, count, 4)]
    return " ".join(
        "".join(SIGNS[value] for value in (*group, _check_sign(number, group)))
        for number, group in enumerate(groups)
    )


def _ungrouped(text: str) -> bytes:
    signs: list[int] = []
    for number, word in enumerate(text.upper().translate(ALIKE).replace("-", " ").split()):
        values = [SIGNS.find(sign) for sign in word]
        is_whole = len(values) == 5 and min(values) >= 0  # noqa: PLR2004
        if not is_whole or values[4] != _check_sign(number, values[:4]):
            raise ShareRefused(f"Group {number + 1} ({word}) is mistyped.")
        signs += values[:4]
    bits = 0
    for value in signs:
        bits = bits << 5 | value
    size = len(signs) * 5 // 8
    return (bits >> len(signs) * 5 - size * 8).to_bytes(size, "big")


def _check_sign(number: int, group: list[int]) -> int:
    """The check sign of the group in that place, in GF(32).

    One wrong sign, two exchanged signs and two exchanged groups each change it.
    """
    value = 0
    for sign in group:
        value = (value ^ sign) << 1
        value ^= -(value >> 5) & 0b100101
    return value ^ number & 31
