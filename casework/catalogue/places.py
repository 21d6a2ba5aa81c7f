"""The map of Bolivia as the 2024 census draws it: departments and municipal units."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from casework.catalogue.errors import UnknownCode
from casework.catalogue.files import Row, rows_of
from casework.catalogue.sources import is_verified
from casework.catalogue.terms import Term, terms


@dataclass(frozen=True, slots=True)
class Municipality:
    """One of the 343 municipal units. ``code`` is INE's: department, province, municipality.

    ``note`` warns where a list of the prosecutor's office of 2017 gives the code another name.
    """

    code: str
    name: str
    short_name: str
    province_code: str
    province: str
    department_code: str
    department: str
    capital: str
    unit_type: str
    is_indigenous_autonomy: bool
    source: str
    is_verified: bool
    note: str


@cache
def municipalities() -> tuple[Municipality, ...]:
    """Every municipal unit, by its code."""
    return tuple(_municipality_from(row) for row in rows_of("municipios.csv"))


def municipality(code: str) -> Municipality:
    """The municipal unit with this INE code."""
    try:
        return _municipalities_by_code()[code]
    except KeyError:
        raise UnknownCode("municipio", code) from None


def departments() -> tuple[Term, ...]:
    """The nine departments; the code is INE's (``01`` … ``09``)."""
    return terms("departamento")


@cache
def municipality_choices() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The municipal units under their department, in alphabetical order: Django's optgroups."""
    return tuple(
        (department.label_es, _choices_in(department.code)) for department in departments()
    )


def _choices_in(department_code: str) -> tuple[tuple[str, str], ...]:
    inside = (m for m in municipalities() if m.department_code == department_code)
    return tuple((m.code, m.short_name) for m in sorted(inside, key=_alphabetical))


def _alphabetical(place: Municipality) -> str:
    """The name without accents, so that Ñ and Á stand where a reader looks for them."""
    letters = unicodedata.normalize("NFD", place.short_name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@cache
def _municipalities_by_code() -> Mapping[str, Municipality]:
    return MappingProxyType({each.code: each for each in municipalities()})


def _municipality_from(row: Row) -> Municipality:
    return Municipality(
        code=row["code"],
        name=row["municipality"],
        short_name=row["municipality_short"],
        province_code=row["province_code"],
        province=row["province"],
        department_code=row["department_code"],
        department=row["department"],
        capital=row["capital"],
        unit_type=row["unit_type"],
        is_indigenous_autonomy=row["is_aioc"] == "1",
        source=row["source"],
        is_verified=is_verified(row),
        note=row["note"],
    )
