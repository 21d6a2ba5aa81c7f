"""A sealed value as it lies in the column: all that anybody without its key can see."""

from base64 import b64decode, b64encode

MARK = "sealed:"


class Sealed:
    """Ciphertext. Its text is ``sealed:`` and base64; equal bytes are equal values.

    ``counted_in`` is the keychain that knows of this value already: it opened and counted it, or
    sealed it itself. It is no part of the value and is not copied.
    """

    __slots__ = ("counted_in", "raw")

    def __init__(self, raw: bytes, counted_in: object = None) -> None:
        self.raw = raw
        self.counted_in = counted_in

    def __reduce__(self) -> tuple[type["Sealed"], tuple[bytes]]:
        return (Sealed, (self.raw,))

    @classmethod
    def from_text(cls, text: str) -> "Sealed":
        """The sealed value that `str` showed. Raises ValueError when the text is anything else."""
        if not text.startswith(MARK):
            raise ValueError("A sealed value's text starts with its mark.")
        return cls(b64decode(text.removeprefix(MARK), validate=True))

    def __str__(self) -> str:
        return MARK + b64encode(self.raw).decode()

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and self.raw == other.raw

    def __hash__(self) -> int:
        return hash(self.raw)
