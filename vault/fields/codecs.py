"""How each kind of value becomes bytes and back, and what cannot be sealed.

An encoder takes what was assigned and answers bytes, or None for nothing (stored as NULL).
It raises Unsealable, which never quotes the value.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from operator import eq
from typing import Any
from unicodedata import normalize

from vault.errors import Unsealable

LARGEST = 2**63 - 1
KEY_SIZE = 32
ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Codec:
    """One kind of value: to bytes, back, when two are the same, and what stands for none."""

    encode: Callable[[object], bytes | None]
    decode: Callable[[bytes], Any]
    is_same: Callable[[bytes, bytes], bool] = eq
    nothing: object = None


def encode_text(value: object) -> bytes | None:
    """Text in NFC as UTF-8; nothing for "" and None."""
    if isinstance(value, str):
        return _utf8(value) or None
    if value is None:
        return None
    raise Unsealable(f"A sealed text takes text, not {type(value).__name__}.")


def encode_json(value: object) -> bytes | None:
    """JSON with its strings in NFC; nothing for None."""
    if value is None:
        return None
    try:
        text = ENCODER.encode(value)
    except (TypeError, ValueError, RecursionError):
        raise Unsealable("This is not a value that JSON can hold.") from None
    if "\\u0000" in text and "\\u0000" in text.replace("\\\\", ""):
        raise Unsealable("Text with a NUL character cannot be sealed.")
    return _utf8(text)


def decode_json(data: bytes) -> Any:
    """The value, made anew at each call: changing it changes nothing else."""
    return DECODER.raw_decode(data.decode())[0]


def is_same_json(present: bytes, data: bytes) -> bool:
    """Whether both are the same JSON value, whatever the order of its keys."""
    return present == data or _canonical(present) == _canonical(data)


def encode_date(value: object) -> bytes | None:
    """A day as ISO 8601; nothing for None."""
    if value is None:
        return None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Unsealable(f"A sealed date takes a date, not {type(value).__name__}.")
    return value.isoformat().encode()


def decode_date(data: bytes) -> date:
    """The day."""
    return date.fromisoformat(data.decode())


def encode_integer(value: object) -> bytes | None:
    """A whole number of at most 64 bits as decimal digits; nothing for None."""
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unsealable(f"A sealed number takes a whole number, not {type(value).__name__}.")
    if not -LARGEST <= value <= LARGEST:
        raise Unsealable("A sealed number has at most 64 bits.")
    return b"%d" % value


def encode_key(value: object) -> bytes | None:
    """A key of 32 bytes; nothing for None."""
    if value is None:
        return None
    if not isinstance(value, bytes) or len(value) != KEY_SIZE:
        raise Unsealable("A sealed key takes 32 bytes.")
    return value


def _utf8(text: str) -> bytes:
    """The bytes of a text in NFC; refuses what PostgreSQL, files and browsers cannot carry."""
    if text.isascii():
        data = text.encode()
    else:
        try:
            data = normalize("NFC", text).encode()
        except UnicodeEncodeError:
            raise Unsealable("Text with half a surrogate pair cannot be sealed.") from None
    if b"\0" in data:
        raise Unsealable("Text with a NUL character cannot be sealed.")
    return data


def _canonical(data: bytes) -> str:
    """JSON text in which equal values, and only they, are equal."""
    return json.dumps(json.loads(data), sort_keys=True)


# Built-ins decode text and numbers: nothing is faster.
TEXT = Codec(encode_text, bytes.decode, nothing="")
JSON = Codec(encode_json, decode_json, is_same_json)
DATE = Codec(encode_date, decode_date)
INTEGER = Codec(encode_integer, int)
KEY = Codec(encode_key, bytes)
