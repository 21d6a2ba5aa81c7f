"""Names as they sound: one spelling for all the ways a clerk may write the same name.

Accents, case, particles, punctuation and order do not matter, nor do the letters that sound
alike in Bolivian Spanish and in the Spanish spellings of Quechua and Aymara names: Quispe and
Kispe, Mamani and Mamany, Ximena and Jimena, Choque and Choke, Huanca and Wanka, Condori and
Kondori, Vargas and Bargas, Yujra and Llujra.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import combining, normalize

PARTICLES = frozenset(
    ("de", "del", "la", "las", "los", "da", "do", "dos", "di", "e", "i", "bda", "biuda")
)
APOSTROPHES = re.compile(r"['’‘ʼ`´]")
NOT_LETTERS = re.compile(r"[^a-z0-9]+")

SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"),
        (r"(?:hu|w)(?=[iy])", "b"),  # Willca, Huillca, Villca
        (r"(?<!c)h", ""),
        (r"w|gu(?=[ao])", "u"),  # Wanka, Huanca; Warachi, Guarachi
        (r"v", "b"),
        (r"qu(?=[eiy])|c(?![heiy])|q", "k"),
        (r"s?c(?=[eiy])|z", "s"),
        (r"x|g(?=[eiy])", "j"),
        (r"ll(?=[aeiouy])|y", "i"),
        (r"n(?=[bp])", "m"),
        (r"(.)\1+", r"\1"),
    )
)

# A query may stop where the last letters have not found their sound yet. What could follow is
# tried too: "Marc" is part of Marcela and Marcos, "Vil" of Villalobos and Vilma.
WHAT_MAY_FOLLOW = {
    "c": ("e", "i", "h"),
    "g": ("e", "i", "ua", "uo"),
    "gu": ("a", "o"),
    "hu": ("i",),
    "l": ("la", "le", "li", "lo", "lu"),
    "ll": ("a", "e", "i", "o", "u"),
    "n": ("p", "b"),
    "p": ("h",),
    "q": ("ue", "ui"),
    "qu": ("e", "i"),
    "s": ("ce", "ci"),
    "w": ("i",),
}


def fold(name: str) -> str:
    """The name's words as they sound, lower-case ASCII, separated by spaces.

    Particles are left out, unless there is nothing else. Folding twice changes nothing.
    """
    return " ".join(_sound(word) for word in _told(_words(name)))


def search_value(*parts: str) -> str:
    """The compact value to seal for searching: every different word of all the names once."""
    return " ".join(dict.fromkeys(fold(" ".join(parts)).split()))


def needles(query: str) -> list[tuple[str, ...]]:
    """What to look for: for each word of the query, the spellings of which one must be found."""
    return [tuple(dict.fromkeys(_spellings(word))) for word in _told(_words(query))]


def matches(query: str, value: str) -> bool:
    """Whether each word of the query is part of some word of a `search_value`, in any order.

    An empty query matches nothing.
    """
    wanted = needles(query)
    return bool(wanted) and all(any(one in value for one in spellings) for spellings in wanted)


def mask(given_names: str, surnames: str) -> str:
    """Two initials, "M. Q.", for lists; "" when there is no name at all."""
    return " ".join(f"{part[0].upper()}." for part in map(_first, (given_names, surnames)) if part)


def _words(name: str) -> list[str]:
    """The words in lower-case ASCII letters and digits."""
    letters = normalize("NFKD", APOSTROPHES.sub("", name)).casefold()
    plain = "".join(letter for letter in letters if not combining(letter))
    return NOT_LETTERS.sub(" ", plain).split()


def _told(words: list[str]) -> list[str]:
    """The words that tell names apart: with a sound and no particles, if any is left then."""
    heard = [word for word in words if _sound(word)]
    return [word for word in heard if _sound(word) not in PARTICLES] or heard


@lru_cache(maxsize=4096)
def _sound(word: str) -> str:
    """How one word sounds; a sound sounds like itself."""
    heard = word
    for pattern, sound in SOUNDS:
        heard = pattern.sub(sound, heard)
    return heard if heard == word else _sound(heard)


def _spellings(word: str) -> Iterator[str]:
    """How a word sounds, and how it would if its last letters went on (never less of it)."""
    sound = _sound(word)
    yield sound
    for end in (word[-1:], word[-2:]):
        for more in WHAT_MAY_FOLLOW.get(end, ()):
            if len(longer := _sound(word + more)) >= len(sound):
                yield longer


def _first(name: str) -> str:
    """The first word of a name as written that is no particle; "" when there is none."""
    words: list[str] = re.findall(r"[^\W\d_]+", normalize("NFC", name))
    return next((word for word in words if fold(word) not in PARTICLES), (words or [""])[0])
