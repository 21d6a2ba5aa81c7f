"""Telephone lines for somebody in danger: text as it is dialled, none of them checked by us."""

from dataclasses import dataclass
from functools import cache

from casework.catalogue.files import rows_of
from casework.catalogue.sources import is_verified


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A number and whose it is. The number is text: no library knows Bolivian hotlines."""

    code: str
    number: str
    label_es: str
    label_en: str
    source: str
    confidence: str
    is_verified: bool
    note: str


@cache
def help_lines() -> tuple[HelpLine, ...]:
    """Every line whose number is known; an unverified one must be called before it is given."""
    return tuple(
        HelpLine(
            code=row["code"],
            number=row["number"],
            label_es=row["label_es"],
            label_en=row["gloss_en"],
            source=row["source"],
            confidence=row["confidence"],
            is_verified=is_verified(row),
            note=row["note"],
        )
        for row in rows_of("lineas_ayuda.json")
    )
