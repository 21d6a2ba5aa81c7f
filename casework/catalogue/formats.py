"""How numbers are written in Bolivia: identity cards, telephones, complaint codes."""

import re

from casework.catalogue.terms import term


def matches(format_code: str, text: str) -> bool:
    """Whether the whole text has this form (``ci_numero``, ``ci_complemento``, ``cud`` …)."""
    return re.fullmatch(term("formato", format_code).extra["regex"], text) is not None


def example_of(format_code: str) -> str:
    """A made-up number of this form, to show beside a field."""
    example: str = term("formato", format_code).extra["example"]
    return example
