"""Looks for planted words in bytes: as they are, and in every dress bytes are known to wear."""

import base64
import binascii
import gzip
import json
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from html.entities import codepoint2name
from urllib.parse import quote, quote_plus

DEEPEST = 4
# How base64 of something compressed begins, wherever in a run of signs that is.
COMPRESSED_BASE64 = re.compile(rb"(?=((?:eJ|eA|eF|eN|H4sI)[A-Za-z0-9+/_-]{12,}))")
GZIP, ZLIB = b"\x1f\x8b\x08", re.compile(rb"\x78[\x01\x5e\x9c\xda]")


def found(words: Iterable[str], data: bytes) -> set[str]:
    """Which of these words stand in the data, plain, encoded or compressed."""
    wanted = {word: dresses(word) for word in words}
    return {
        word
        for layer in layers(data)
        for word, (exact, folded) in wanted.items()
        if stands_in(layer, exact, folded)
    }


def stands_in(data: bytes, exact: Iterable[bytes], folded: Iterable[bytes]) -> bool:
    """Whether any of these is in the data; the folded ones whatever the case of the letters."""
    lowered = data.lower()
    return any(each in data for each in exact) or any(each in lowered for each in folded)


def dresses(word: str) -> tuple[set[bytes], set[bytes]]:
    """What a word looks like: where the case of letters matters, and where it does not."""
    exact, folded = set(), set()
    for spelling in spellings(word):
        for raw in encoded(spelling):
            exact |= in_base64(raw)
            folded |= {raw.lower(), binascii.hexlify(raw)}
        plain = spelling.encode()
        escaped = json.dumps(spelling)[1:-1]
        written = (quote(plain), quote_plus(plain), escaped, escaped.replace("\\", "\\\\"))
        folded |= {each.lower().encode() for each in (*written, *in_markup(spelling))}
        folded.add("".join(f"%{byte:02x}" for byte in plain).encode())
    return exact, folded


def in_markup(text: str) -> set[str]:
    """The text as HTML may write it: by the names of its signs, or by their numbers."""
    some = text.encode("ascii", "xmlcharrefreplace").decode()
    some_in_hexadecimal = "".join(c if c.isascii() else f"&#x{ord(c):x};" for c in text)
    return {
        by_names(text),
        some,
        some_in_hexadecimal,
        "".join(f"&#{ord(c)};" for c in text),
        "".join(f"&#x{ord(c):x};" for c in text),
    }


def by_names(text: str) -> str:
    """The text with the signs that have a name in HTML called by it."""
    return "".join(f"&{codepoint2name[ord(c)]};" if ord(c) in codepoint2name else c for c in text)


def spellings(word: str) -> set[str]:
    """The word as typed, composed and decomposed, in capitals and small, without accents."""
    decomposed = unicodedata.normalize("NFD", word)
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return {form for one in (word, decomposed, bare) for form in (one, one.upper(), one.casefold())}


def encoded(text: str) -> set[bytes]:
    """The text in the encodings that programs write."""
    kinds = ("utf-8", "utf-16-le", "utf-16-be", "latin-1")
    return {text.encode(kind, "ignore") for kind in kinds}


def in_base64(raw: bytes) -> set[bytes]:
    """What is sure to stand in base64 of anything around it, whichever of three ways it falls."""
    cores = set()
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + raw)
        first, last = -(-before * 8 // 6), len(b"\0" * before + raw) * 8 // 6
        cores.add(whole[first:last])
    return cores | {core.replace(b"+", b"-").replace(b"/", b"_") for core in cores}


def layers(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """The data, and what unpacks out of it."""
    yield data
    if depth < DEEPEST:
        for inner in {*unpacked(data), *decoded(data)} - {b"", data}:
            yield from layers(inner, depth + 1)


def unpacked(data: bytes) -> Iterator[bytes]:
    """Whatever was compressed in it."""
    place = data.find(GZIP)
    while place >= 0:
        yield _inflated(data[place:], 31)
        place = data.find(GZIP, place + 1)
    for match in ZLIB.finditer(data):
        yield _inflated(data[match.start() :], 15)


def _inflated(data: bytes, window: int) -> bytes:
    try:
        return zlib.decompressobj(window).decompress(data, 5_000_000)
    except zlib.error:
        return b""


def decoded(data: bytes) -> Iterator[bytes]:
    """Whatever was compressed and then written as base64: Django's sessions are."""
    for match in COMPRESSED_BASE64.finditer(data):
        run = match[1].translate(bytes.maketrans(b"-_", b"+/"))
        yield binascii.a2b_base64(run[: len(run) // 4 * 4])


def every_dress(word: str) -> dict[str, bytes]:
    """Examples to prove the search with: how it is dressed, and the bytes."""
    raw = word.encode()
    return {
        "plain": raw,
        "in capitals": word.upper().encode(),
        "without accents": min(spellings(word), key=lambda form: len(form.encode())).encode(),
        "utf-16": word.encode("utf-16"),
        "hexadecimal": binascii.hexlify(raw),
        "an address": quote(word).encode(),
        "an address of numbers": "".join(f"%{byte:02X}" for byte in raw).encode(),
        "markup with names": by_names(word).encode(),
        "markup with numbers": "".join(f"&#{ord(sign)};" for sign in word).encode(),
        "markup with some numbers": word.encode("ascii", "xmlcharrefreplace"),
        "markup in hexadecimal": "".join(f"&#x{ord(sign):X};" for sign in word).encode(),
        "json": json.dumps({"name": word}).encode(),
        "base64": base64.b64encode(b"x" + raw + b"yz"),
        "urlsafe base64": base64.urlsafe_b64encode(b"xy" + raw),
        "gzip": gzip.compress(b"some " + raw),
        "gzip in the middle": b"\0\1" + gzip.compress(raw) + b"\2",
        "a compressed session": base64.urlsafe_b64encode(zlib.compress(b'{"a": "' + raw + b'"}')),
    }
