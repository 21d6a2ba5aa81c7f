"""Reads docs/access-matrix.md, the table a lawyer can read, as what the walks expect."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from accounts.permissions import Role

PAGE = settings.BASE_DIR / "docs" / "access-matrix.md"
ROLES = {
    "consejera": Role.COUNSELOR,
    "psicóloga": Role.PSYCHOLOGIST,
    "asesora": Role.LEGAL_ADVISOR,
    "supervisora": Role.SUPERVISOR,
    "administra": Role.PARTNER_ADMIN,
    "red": Role.COORDINATOR,
    "técnica": Role.SYSTEM_ADMIN,
}
OTHERS, NOBODY = "otra org.", "sin ingresar"
COLUMNS = (*ROLES, OTHERS, NOBODY)
VERBS = {"ver": "GET", "enviar": "POST"}
ANSWERS = frozenset({"entra", "sigue", "confirma", "ingreso", "no hay", "vacío", "lo suyo"})
PLACEHOLDER = re.compile(r"[A-ZÁÉÍÓÚÑ]{4,}")


@dataclass(frozen=True)
class Row:
    """One page and verb, and what each visitor is answered."""

    verb: str
    path: str
    words: str
    cells: dict[str, str]

    @property
    def name(self) -> str:
        """As the table calls it."""
        return f"{self.verb} {self.path}"

    @property
    def placeholders(self) -> list[str]:
        """The kinds of code in its address."""
        return PLACEHOLDER.findall(self.path)

    def filled(self, codes: dict[str, str]) -> str:
        """The address with codes in the place of their kinds."""
        return PLACEHOLDER.sub(lambda found: codes[found[0]], self.path)


@cache
def rows() -> tuple[Row, ...]:
    """The whole table."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    return tuple(_row(line) for line in lines if re.match(r"\| (ver|enviar) ", line))


def _row(line: str) -> Row:
    verb, path, words, *answers = (cell.strip() for cell in line.strip("| \n").split("|"))
    cells = dict(zip(COLUMNS, answers, strict=True))
    assert set(cells.values()) <= ANSWERS, line
    return Row(VERBS[verb], path.strip("`"), words, cells)


def routes() -> set[str]:
    """Every address the site answers to, as Django writes it."""
    return set(_routes(get_resolver("config.urls").url_patterns, ""))


def _routes(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield route


def route_of(path: str) -> str:
    """The address that answers for a path."""
    return resolve(path, "config.urls").route
