"""The catalogues as the administration sees them: codes, sources, what is still to verify.

Addresses call a list by its number: histories keep addresses, and a list's name is a word of the
field.
"""

from typing import Any

from audit.refusals import refuse
from casework import catalogue


def catalogue_page(number: int) -> dict[str, Any]:
    """Every list with its count, and the terms of the chosen one (0: none)."""
    names = catalogue.list_names()
    if number > len(names):
        refuse(reason="unknown_catalogue")
    chosen = names[number - 1] if number else ""
    return {
        "lists": [_summary(place, name) for place, name in enumerate(names, start=1)],
        "chosen": _named(chosen),
        "terms": catalogue.terms(chosen) if chosen else (),
        "help_lines": catalogue.help_lines(),
        "attribution": catalogue.attribution(),
    }


def _summary(number: int, name: str) -> dict[str, Any]:
    terms = catalogue.terms(name)
    doubted = sum(not term.is_verified for term in terms)
    return {"number": number, "label": _named(name), "count": len(terms), "doubted": doubted}


def _named(name: str) -> str:
    return str(catalogue.label("catalogo", f"catalogo_{name}")) if name else ""
