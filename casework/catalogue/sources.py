"""Where each fact comes from, and which facts a person still has to verify."""

import re
from dataclasses import dataclass
from functools import cache

from casework.catalogue.files import Row, rows_of

OWN_KNOWLEDGE = "K"
TAG = re.compile(r"\bS-[A-Z0-9]+(?:-[A-Z0-9]+)*")
ASKS_TO_VERIFY = re.compile(r"\bverif(?:y|icar)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the source register: an address, a repository, a package, or ourselves."""

    code: str
    kind: str
    reference: str
    note: str
    licence: str
    attribution: str


@cache
def sources() -> tuple[Source, ...]:
    """The source register, in the order of the file."""
    return tuple(
        Source(
            code=row["id"],
            kind=row["kind"],
            reference=row["ref"],
            note=row["note"],
            licence=row.get("licence", ""),
            attribution=row.get("attribution", ""),
        )
        for row in rows_of("sources.json")
    )


def attribution() -> tuple[str, ...]:
    """The credits that licences ask us to show, each with its licence."""
    return tuple(
        f"{source.attribution} {source.licence}." for source in sources() if source.attribution
    )


def tags_in(text: str) -> frozenset[str]:
    """The register's tags named in a row's source column; empty for own knowledge alone."""
    return frozenset(TAG.findall(text))


def is_verified(row: Row) -> bool:
    """Whether a row may be shown without the mark *por verificar*.

    This is the only place that decides it. A row is to be verified when any of these holds:

    - its source column names no entry of the register besides ``K`` (own knowledge);
    - it states a confidence other than ``high`` (``medium``, ``low``);
    - it states that nobody has called the number yet (``verified_by_call`` false);
    - one of its texts says so itself (*verify*, *to verify*, *a verificar*).
    """
    is_sourced = bool(tags_in(row["source"]))
    is_sure = row.get("confidence", "high") == "high"
    was_called = row.get("verified_by_call", True)
    texts = (value for value in row.values() if isinstance(value, str))
    says_so = any(ASKS_TO_VERIFY.search(text) for text in texts)
    return bool(is_sourced and is_sure and was_called and not says_so)
