"""Random readable codes: what addresses, lists and letters call a row instead of its key."""

import re
import secrets

# No vowels (no words arise), nothing that is mistaken for another sign by eye or by ear.
ALPHABET = "23456789CDFGHJKMNPQRTWXY"
_CODE = re.compile(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}")


def new_code() -> str:
    """Eight signs in two groups, such as ``7KMQ-2XRD``: one in 10^11, guessable by nobody."""
    signs = [secrets.choice(ALPHABET) for _ in range(8)]
    return "".join(signs[:4]) + "-" + "".join(signs[4:])


def is_code(text: str) -> bool:
    """Whether the text could be a code at all; a posted one may hold what no database takes."""
    return _CODE.fullmatch(text) is not None
