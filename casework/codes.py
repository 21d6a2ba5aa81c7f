"""Random readable codes: what addresses, lists and letters call a row instead of its key."""

import secrets

# No vowels (no words arise), nothing that is mistaken for another sign by eye or by ear.
ALPHABET = "23456789CDFGHJKMNPQRTWXY"


def new_code() -> str:
    """Eight signs in two groups, such as ``7KMQ-2XRD``: one in 10^11, guessable by nobody."""
    signs = [secrets.choice(ALPHABET) for _ in range(8)]
    return "".join(signs[:4]) + "-" + "".join(signs[4:])
