"""The register as a page for people: docs/data-register.md."""

from collections.abc import Iterable, Iterator, Mapping

from config.register.table import Column, Kind, Table

OPENING = """\
# What stands in the database, and in what form

Made from `config/register/` by `python3 -m config.register`; a test keeps the two alike, and fails
when a column of any installed table is missing here.

- **sealed**: ciphertext bound to its row and column; noise without the key of its compartment.
- **coded**: says something about a survivor, as a code, a date, a number or a flag, because the
  work must ask the database for it. Never words, never a name.
- **operational**: says nothing about a survivor: links, moments, the staff, the machine.

Whoever has the database without the keys reads what is coded and operational, and no more.
"""


def as_markdown(register: Mapping[str, Table]) -> str:
    """The whole page."""
    sections = (_section(name, table) for name, table in register.items())
    return "\n".join([OPENING, *sections])


def _section(name: str, table: Table) -> str:
    """One table: its sealed columns in a line, what is clear with its reason."""
    return "\n".join([f"## {name}\n", f"{table.about}\n", *_lines(table.columns), ""])


def _lines(columns: Mapping[str, Column]) -> Iterator[str]:
    for kind in Kind:
        of_kind = {name: column for name, column in columns.items() if column.kind is kind}
        explained = {name: column.why for name, column in of_kind.items() if column.why}
        if plain := [name for name in of_kind if name not in explained]:
            yield f"- {kind.value}: {_codes(plain)}"
        yield from (f"- {kind.value}: `{name}` – {why}" for name, why in explained.items())


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
