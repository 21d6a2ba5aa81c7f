"""The property under a sealed column's bare name: opens on reading, seals on assignment."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vault.errors import KeyNotOpen, Unsealable
from vault.keychain import Keychain, current, keychain
from vault.seal import place
from vault.sealed import Sealed

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model

    from vault.fields.columns import SealedField

OPENED = "_opened"
Ids = tuple[UUID, UUID, UUID]


class Opened(dict[str, tuple[Sealed, Keychain, bytes]]):
    """What a row has open: column → sealed value, keychain, data. Never shown, never copied."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<opened values>"

    def __reduce__(self) -> tuple[type[Opened], tuple[()]]:
        return (Opened, ())

    def __copy__(self) -> Opened:
        return Opened()

    def __deepcopy__(self, _memo: object) -> Opened:
        return Opened()


class OpeningProperty(property):
    """What stands under the bare name; a property, so that ``Model(name=…)`` takes it."""


class Opening:
    """Reads and writes one sealed column of one model.

    Nothing is opened before it is read. A row remembers what it opened for as long as the column
    holds the same sealed value and the same keychain is open.
    """

    __slots__ = (
        "address",
        "code",
        "code_of",
        "column",
        "decode",
        "encode",
        "is_same",
        "label",
        "nothing",
        "place",
    )

    def __init__(self, model: type[Model], field: SealedField) -> None:
        meta = model._meta
        self.column = field.attname
        column = field.db_column or field.attname
        self.place = place(meta.db_table, column)
        self.label = f"{meta.db_table}.{column}"
        # The primary key is not set up yet: Django adds it after the columns when none is given.
        owner = getattr(model, "sealed_owner", "id")
        self.address: Callable[[Model], Ids] = attrgetter("partner_id", "id", owner)
        self.code = field.compartment
        self.code_of = attrgetter(field.compartment_from) if field.compartment_from else None
        self.encode: Callable[[object], bytes | None] = field.encode
        self.decode: Callable[[bytes], Any] = field.decode
        self.is_same: Callable[[bytes, bytes], bool] = field.is_same
        self.nothing = field.nothing

    def property(self) -> OpeningProperty:
        """The property to put on the model."""
        return OpeningProperty(self.read, self.write)

    def read(self, row: Model) -> Any:
        """The value in clear, counted for the trail. Raises KeyNotOpen or Tampered."""
        values = row.__dict__
        column = self.column
        sealed = values[column] if column in values else getattr(row, column)  # fetched if deferred
        if sealed is None:
            return self.nothing
        chain = current() or keychain()
        opened = values.get(OPENED)
        if opened is None:
            opened = values[OPENED] = Opened()
        elif column in opened:
            known = opened[column]
            if known[0] is sealed and known[1] is chain:
                return self.decode(known[2])
        try:
            ids = self.address(row)
            code = self.code or self._code(row)
            data = chain.open_value(self.place, code, ids, sealed.raw, self.label)
        except (AttributeError, KeyNotOpen):
            self._explain(row)
            raise
        opened[column] = (sealed, chain, data)
        return self.decode(data)

    def write(self, row: Model, value: object) -> None:
        """Seals the value at once; an equal value keeps its bytes, an empty one becomes NULL.

        Raises Unsealable for what cannot be sealed and for a row without partner, id and owner,
        KeyNotOpen when the key is not open, Tampered when what it would replace is damaged.
        """
        values = row.__dict__
        column = self.column
        data = self.encode(value)
        present = values[column] if column in values else getattr(row, column)
        if present is data:
            return  # both are None
        chain = current() or keychain()
        try:
            ids = self.address(row)
            code = self.code or self._code(row)
            if data is None:
                chain.require(ids[0], code)
                values[column] = None
            elif present is None or not self._holds(row, present, data):
                values[column] = Sealed(chain.seal_value(self.place, code, ids, data))
        except (AttributeError, KeyNotOpen):
            self._explain(row)
            raise

    def _holds(self, row: Model, sealed: Sealed, data: bytes) -> bool:
        """Whether the column has this value already; what is only compared is not counted."""
        chain = keychain()
        known = row.__dict__.get(OPENED, {}).get(self.column)
        if known and known[0] is sealed and known[1] is chain:
            return self.is_same(known[2], data)
        code = self.code or self._code(row)
        present = chain.peek_value(self.place, code, self.address(row), sealed.raw)
        return self.is_same(present, data)

    def _code(self, row: Model) -> str:
        """The compartment that the row itself names."""
        if self.code_of is None:
            raise KeyNotOpen(f"{self.label} names no compartment.")
        return str(self.code_of(row))

    def _explain(self, row: Model) -> None:
        """Says what a row lacks before it can hold a sealed value."""
        if not all(isinstance(part, UUID) for part in self.address(row)):
            raise Unsealable(
                f"{self.label}: give the row its id, partner and owner before a sealed value."
            )
