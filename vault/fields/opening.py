"""The property under a sealed column's bare name: opens on reading, seals on assignment."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vault.errors import KeyNotOpen, Unsealable
from vault.keychain import Ids, current, keychain
from vault.seal import place
from vault.sealed import Sealed

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model

    from vault.fields.columns import SealedField


class OpeningProperty(property):
    """What stands under the bare name; a property, so that ``Model(name=…)`` takes it."""


class Opening:
    """Reads and writes one sealed column of one model.

    Nothing is opened before it is read, and nothing opened is kept: opening costs two
    microseconds, and a row that holds no plain value cannot leak one.
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
        self.encode = field.codec.encode
        self.decode = field.codec.decode
        self.is_same = field.codec.is_same
        self.nothing = field.codec.nothing

    def property(self) -> OpeningProperty:
        """The property to put on the model."""
        return OpeningProperty(self.read, self.write)

    def read(self, row: Model) -> Any:
        """The value in clear, counted for the trail. Raises KeyNotOpen or Tampered."""
        try:
            sealed = row.__dict__[self.column]
        except KeyError:
            sealed = getattr(row, self.column)  # a deferred column is fetched now
        if sealed is None:
            return self.nothing
        chain = current() or keychain()
        try:
            ids = self.address(row)
            code = self.code or self._code(row)
            return self.decode(chain.open_value(self.place, code, ids, sealed, self.label))
        except (AttributeError, KeyNotOpen):
            self._explain(row)
            raise

    def write(self, row: Model, value: object) -> None:
        """Seals the value at once; an equal value keeps its bytes, an empty one becomes NULL.

        Raises Unsealable for what cannot be sealed and for a row without partner, id and owner,
        KeyNotOpen when the key is not open, Tampered when what it would replace is damaged.
        """
        data = self.encode(value)
        present = getattr(row, self.column)
        if present is data:
            return  # both are None
        chain = current() or keychain()
        try:
            ids = self.address(row)
            code = self.code or self._code(row)
            if data is None:
                chain.require(ids[0], code)
                row.__dict__[self.column] = None
            elif present is None or not self.is_same(
                chain.peek_value(self.place, code, ids, present), data
            ):
                row.__dict__[self.column] = chain.seal_value(self.place, code, ids, data)
        except (AttributeError, KeyNotOpen):
            self._explain(row)
            raise

    def compared(self, row: Model) -> Any:
        """The value in clear for a comparison that shows it to nobody: not counted."""
        sealed = getattr(row, self.column)
        if sealed is None:
            return self.nothing
        code = self.code or self._code(row)
        return self.decode(keychain().peek_value(self.place, code, self.address(row), sealed))

    def _code(self, row: Model) -> str:
        """The compartment that the row itself names."""
        if self.code_of is None:
            raise KeyNotOpen(f"{self.label} names no compartment.")
        return str(self.code_of(row))

    def _explain(self, row: Model) -> None:
        """Says what a row lacks, if that is why its value did not open or seal."""
        if not isinstance(getattr(row, self.column), Sealed | None):
            raise Unsealable(f"{self.label} takes sealed values only: set the bare name instead.")
        if not all(isinstance(part, UUID) for part in self.address(row)):
            raise Unsealable(
                f"{self.label}: give the row its id, partner and owner before a sealed value."
            )
