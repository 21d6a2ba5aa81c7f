"""The kinds of institution a referral can go to, with whom they depended on and when.

The ministry of justice was closed by DS 5493 of 24 November 2025: what depended on it carries
its dependencies with their dates. This is seed data; the directory in use is edited by the
organisations themselves.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from casework.catalogue.files import Row, rows_of
from casework.catalogue.sources import is_verified
from casework.catalogue.terms import term


@dataclass(frozen=True, slots=True)
class Dependency:
    """Which institution another depended on, first and last day included; None is open.

    An empty ``parent`` says that nobody has found out on whom it depends since then.
    """

    parent: str
    valid_from: date | None
    valid_to: date | None
    source: str
    is_verified: bool

    def holds_on(self, day: date) -> bool:
        """Whether it was so that day."""
        has_begun = self.valid_from is None or self.valid_from <= day
        return has_begun and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class InstitutionSeed:
    """A kind of institution. ``valid_from`` and ``valid_to`` bound its own existence.

    ``sector`` is a code of the list ``sector``; ``consent_purpose`` names the consent that a
    referral there rests on.
    """

    code: str
    label_es: str
    label_en: str
    sector: str
    role_en: str
    consent_purpose: str
    valid_from: date | None
    valid_to: date | None
    dependencies: tuple[Dependency, ...]
    source: str
    is_verified: bool

    def parent_on(self, day: date) -> str:
        """The code of the institution it depends on that day; empty where none is known."""
        return next((each.parent for each in self.dependencies if each.holds_on(day)), "")


@cache
def institution_seed() -> tuple[InstitutionSeed, ...]:
    """Every kind of institution of the file, in its order."""
    return tuple(_seed_from(row) for row in rows_of("instituciones.json"))


def _seed_from(row: Row) -> InstitutionSeed:
    return InstitutionSeed(
        code=row["code"],
        label_es=row["label_es"],
        label_en=row["gloss_en"],
        sector=term("sector", f"sector_{row['sector']}").code,
        role_en=row["role_en"],
        consent_purpose=row["consent_purpose"],
        valid_from=_day(row, "valid_from"),
        valid_to=_day(row, "valid_to"),
        dependencies=tuple(_dependency_from(each) for each in row.get("dependencies", [])),
        source=row["source"],
        is_verified=is_verified(row),
    )


def _dependency_from(row: Row) -> Dependency:
    return Dependency(
        parent=row["parent"],
        valid_from=_day(row, "valid_from"),
        valid_to=_day(row, "valid_to"),
        source=row["source"],
        is_verified=is_verified(row),
    )


def _day(row: Row, column: str) -> date | None:
    return date.fromisoformat(row[column]) if column in row else None
