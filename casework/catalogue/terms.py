"""Coded lists: each term with its labels, its source, and how sure we are of it.

Columns hold a term's code, never its label. A list is known by the name its file gives it
(``estado_civil``, ``gbv_tipo`` …).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, TypeAlias

from django.utils.functional import lazy
from django.utils.translation import get_language

from casework.catalogue.errors import UnknownCode, UnknownList
from casework.catalogue.files import Row, rows_of
from casework.catalogue.sources import is_verified

Choice: TypeAlias = tuple[str, str]
ChoiceGroup: TypeAlias = tuple[str, list[Choice]]

# A file that is one list, by the name of that list.
FILE_OF_LIST: Mapping[str, str] = {
    "tipo_violencia": "ley348_tipos_violencia.json",
    "relacion_agresor": "relacion_agresor.json",
    "idioma": "idiomas.json",
    "pueblo": "pueblos_cpv2024.csv",
    "departamento": "departamentos.json",
    "institucion": "instituciones.json",
    "delito": "delitos.json",
    "norma": "normas.json",
    "formato": "formatos.json",
}
# A file that holds several lists: each row names its own.
FILES_OF_LISTS = (
    "listas_demograficas.json",
    "vocabularios_caso.json",
    "gbvims.json",
    "listas_legales_documentos.json",
    "listas_propias.json",
)
COLUMNS_OF_A_TERM = frozenset(
    {"code", "list", "label_es", "gloss_en", "source", "confidence", "note"}
)


def _in_active_language(label_es: str, label_en: str) -> str:
    return label_en if (get_language() or "es").startswith("en") else label_es


_lazily_in_active_language = lazy(_in_active_language, str)


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a list. ``extra`` holds what only this list knows of it, as the file has it."""

    code: str
    label_es: str
    label_en: str
    source: str
    confidence: str
    is_verified: bool
    note: str
    extra: Mapping[str, Any] = field(hash=False)

    @property
    def label(self) -> str:
        """The label in the language active when it is shown."""
        return _lazily_in_active_language(self.label_es, self.label_en)


@cache
def _lists() -> Mapping[str, tuple[Term, ...]]:
    """Every list, by its name."""
    lists = {name: _terms_in(rows_of(file)) for name, file in FILE_OF_LIST.items()}
    rows_by_list: dict[str, list[Row]] = defaultdict(list)
    for file in FILES_OF_LISTS:
        for row in rows_of(file):
            rows_by_list[row["list"]].append(row)
    lists |= {name: _terms_in(rows) for name, rows in rows_by_list.items()}
    return MappingProxyType(lists)


def _terms_in(rows: Iterable[Row]) -> tuple[Term, ...]:
    return tuple(_term_from(row) for row in rows)


def _term_from(row: Row) -> Term:
    return Term(
        code=row["code"],
        label_es=row["label_es"],
        label_en=row["gloss_en"],
        source=row["source"],
        confidence=row.get("confidence", ""),
        is_verified=is_verified(row),
        note=row.get("note", ""),
        extra=MappingProxyType({k: v for k, v in row.items() if k not in COLUMNS_OF_A_TERM}),
    )


@cache
def _by_code(list_name: str) -> Mapping[str, Term]:
    return MappingProxyType({term.code: term for term in terms(list_name)})


def list_names() -> tuple[str, ...]:
    """The name of every list; ``label("catalogo", f"catalogo_{name}")`` says it in words."""
    return tuple(sorted(_lists()))


def terms(list_name: str) -> tuple[Term, ...]:
    """A list's terms, in the order they are to be shown."""
    try:
        return _lists()[list_name]
    except KeyError:
        raise UnknownList(list_name) from None


def term(list_name: str, code: str) -> Term:
    """The term with this code."""
    try:
        return _by_code(list_name)[code]
    except KeyError:
        raise UnknownCode(list_name, code) from None


def label(list_name: str, code: str) -> str:
    """What this code means, in the language active when it is shown."""
    return term(list_name, code).label


def as_choices(some: Iterable[Term]) -> list[Choice]:
    """Terms as a form field or a model field takes them."""
    return [(each.code, each.label) for each in some]


def choices(list_name: str) -> list[Choice]:
    """A whole list as choices."""
    return as_choices(terms(list_name))


def violence_types() -> tuple[Term, ...]:
    """The forms of violence of Ley 348 art. 7; one incident may have several."""
    return terms("tipo_violencia")


def gbv_types() -> tuple[Term, ...]:
    """The GBVIMS types, in the order in which they are asked; one incident has one."""
    return terms("gbv_tipo")


def relationships() -> tuple[Term, ...]:
    """What an alleged perpetrator may be to her (CP art. 272 bis and GBVIMS)."""
    return terms("relacion_agresor")


def relationship_choices() -> list[ChoiceGroup]:
    """The relationships, grouped as a person looks for them."""
    return [
        (group.label, as_choices(t for t in relationships() if t.extra["group"] == name))
        for group in terms("grupo_relacion")
        for name in [group.extra["value"]]
    ]


@cache
def languages() -> tuple[Term, ...]:
    """The languages, those most spoken first."""
    return tuple(sorted(terms("idioma"), key=lambda language: not language.extra["ui_top"]))


@cache
def peoples(*, short: bool = True) -> tuple[Term, ...]:
    """The peoples and nations of the census: the short list, or every one it counted."""
    return tuple(t for t in terms("pueblo") if not short or t.extra["ui_default"] == "1")
