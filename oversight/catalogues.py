"""The catalogues as the administration sees them: codes, sources, what is still to verify."""

from typing import Any

from audit.refusals import refuse
from casework import catalogue
from casework.catalogue import UnknownList


def catalogue_page(name: str) -> dict[str, Any]:
    """What the page shows: every list with its count, and the terms of the chosen one."""
    terms = _terms(name)
    return {
        "lists": [_summary(each) for each in catalogue.list_names()],
        "chosen": _named(name),
        "terms": terms,
        "help_lines": catalogue.help_lines(),
        "attribution": catalogue.attribution(),
    }


def _summary(name: str) -> dict[str, Any]:
    terms = catalogue.terms(name)
    doubted = sum(not term.is_verified for term in terms)
    return {"name": name, "label": _named(name), "count": len(terms), "doubted": doubted}


def _named(name: str) -> str:
    return str(catalogue.label("catalogo", f"catalogo_{name}")) if name else ""


def _terms(name: str) -> tuple[catalogue.Term, ...]:
    try:
        return catalogue.terms(name) if name else ()
    except UnknownList:
        refuse(reason="unknown_catalogue")
