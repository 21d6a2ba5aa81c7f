"""Finds people by part of a name: opens every search value of a partner and looks.

Names are few per partner and some surnames are so frequent that an index of them would be as
good as the name; so nothing about them is indexed. Identity card and phone are found by keyed
digests (`Keychain.digest`) of the normal forms made here.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import QuerySet

from vault.fields import SealedField
from vault.keychain import keychain
from vault.names import needles

CARD = re.compile(r"(?:CI|E)*(\d{4,10})")
AFTER_CARD = re.compile(r"(?<=\d)[-\s]+\d?[A-Za-z].*")
COUNTRY = "591"
LOCAL_PHONE = 8


def scan(
    query: str, rows: QuerySet[Any], *, column: SealedField, partner_id: UUID
) -> Iterator[UUID]:
    """The ids of the rows whose search value matches the query (see `vault.names.matches`).

    ``rows`` are one partner's; all those with a value in the column are opened and counted for
    the trail, in one query. A damaged value matches nothing and is kept for the trail as damaged.
    Raises KeyNotOpen outside the scope.
    """
    is_match = _matcher(query)
    if is_match is None:
        return
    where = column.opening
    sealed = _fetched(rows, column)
    for row_id, data in keychain().open_listing(where.place, partner_id, sealed, where.label):
        if is_match(data):
            yield UUID(bytes=row_id)


def _fetched(rows: QuerySet[Any], column: SealedField) -> list[tuple[bytes, bytes]]:
    """The ids and sealed values as bytes, past what Django makes of each: there are thousands."""
    filled = rows.filter(**{f"{column.name}__isnull": False}).values_list("pk", column.name)
    query, given = filled.query.sql_with_params()
    connection = connections[rows.db]
    if connection.vendor == "postgresql":
        query = f"SELECT uuid_send(id), value FROM ({query}) AS filled (id, value)"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        found: list[tuple[Any, bytes]] = cursor.fetchall()
    if connection.vendor == "postgresql":
        return found
    return [(bytes.fromhex(row_id), raw) for row_id, raw in found]


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
    first, *others = (pattern.search for pattern in wanted)
    if not others:
        return first
    return lambda data: first(data) and all(search(data) for search in others)
