"""How numbers are written in Bolivia: identity cards, telephones, complaint codes."""

import re

from casework.catalogue.terms import term


def matches(format_code: str, text: str) -> bool:
    """Whether the whole text has this form (``ci_numero``, ``ci_complemento``, ``cud`` …)."""
    return re.fullmatch(term("formato", format_code).extra["regex"], text) is not None
