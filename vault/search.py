"""Finds people by part of a name: opens every search value of a partner and looks.

Names are few per partner and some surnames are so frequent that an index of them would be as
good as the name; so nothing about them is indexed. Identity card and phone are found by keyed
digests (`Keychain.digest`) of the normal forms made here.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from vault.fields import SealedField
from vault.keychain import keychain
from vault.names import needles
from vault.sealed import Sealed

CARD = re.compile(r"(?:CI|E)*(\d{4,10})")
AFTER_CARD = re.compile(r"(?<=\d)[-\s]+\d?[A-Za-z].*")
COUNTRY = "591"
LOCAL_PHONE = 8


def scan(
    query: str, rows: Iterable[tuple[UUID, Sealed | None]], *, column: SealedField, partner_id: UUID
) -> Iterator[UUID]:
    """The ids of the rows whose search value matches the query (see `vault.names.matches`).

    ``rows`` are (row id, sealed value) of one partner's LISTING column, as ``values_list`` gives
    them; each value is opened and counted for the trail. A damaged value matches nothing and is
    kept for the trail as damaged. Raises KeyNotOpen outside the scope.
    """
    is_match = _matcher(query)
    if is_match is None:
        return
    where = column.opening
    opened = keychain().open_listing(where.place, partner_id, rows, where.label)
    for row_id, data in opened:
        if is_match(data):
            yield row_id


def normal_card(card: str) -> str:
    """The number of an identity card without complement, department and punctuation.

    "1.234.567-1B LP" and "1234567" are both "1234567"; what holds no such number, a passport for
    one, is its letters and digits in capitals.
    """
    plain = re.sub(r"[\W_]+", "", AFTER_CARD.sub("", card)).upper()
    found = CARD.match(plain)
    return found[1] if found else plain


def normal_phone(phone: str) -> str:
    """The digits of a phone number, without the country code when it is Bolivian."""
    digits = re.sub(r"\D", "", phone).lstrip("0")
    if len(digits) > LOCAL_PHONE:
        digits = digits.removeprefix(COUNTRY)
    return digits


def _matcher(query: str) -> Callable[[bytes], object] | None:
    """Tells whether an opened search value matches; None when the query says nothing."""
    wanted = [
        re.compile(b"|".join(re.escape(one.encode()) for one in spellings))
        for spellings in needles(query)
    ]
    if not wanted:
        return None
    if len(wanted) == 1:
        return wanted[0].search
    return lambda data: all(pattern.search(data) for pattern in wanted)
