"""The words of the register: what class a column is of, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What can be read in a column by somebody who has the database and no key."""

    SEALED = "sealed"  # nothing: ciphertext, its length padded
    CODED = "coded"  # something about a survivor, as a code, date, number or flag; never words
    OPERATIONAL = "operational"  # nothing about a survivor: links, moments, staff, the machine


@dataclass(frozen=True, slots=True)
class Column:
    """One column's class; ``why`` says why it stands in clear, where that must be said."""

    kind: Kind
    why: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """What a table is about, and its columns by field name."""

    about: str
    columns: Mapping[str, Column]


def sealed(*names: str) -> dict[str, Column]:
    """Columns of ciphertext."""
    return {name: Column(Kind.SEALED) for name in names}


def coded(**whys: str) -> dict[str, Column]:
    """Columns that say something about a survivor without words, each with its reason."""
    return {name: Column(Kind.CODED, why) for name, why in whys.items()}


def operational(*names: str, **whys: str) -> dict[str, Column]:
    """Columns that say nothing about a survivor; text and staff data give a reason."""
    plain = {name: Column(Kind.OPERATIONAL) for name in names}
    return plain | {name: Column(Kind.OPERATIONAL, why) for name, why in whys.items()}
