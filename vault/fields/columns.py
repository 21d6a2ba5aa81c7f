"""The model fields whose columns hold ciphertext only."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.core import checks
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Col
from django.db.models.lookups import IsNull
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from vault.compartments import Compartment
from vault.errors import SealedLookup, Unsealable
from vault.fields.codecs import DATE, INTEGER, JSON, KEY, TEXT, Codec
from vault.fields.opening import Opening
from vault.sealed import Sealed

if TYPE_CHECKING:
    ColumnOfSealed = models.Field[Sealed | None, Sealed | None]
else:
    ColumnOfSealed = models.Field

SUFFIX = "_sealed"


class SealedCol(Col):
    """A sealed column in a query: it can be fetched, not ordered by or computed with."""

    def resolve_expression(self, *_args: Any, **_kwargs: Any) -> Any:
        """Django resolves what stands inside an expression or an ordering; a fetch it does not."""
        raise SealedLookup(
            f"{self.target.name} is sealed: the database cannot order or compute it."
        )


class SealedIsNull(IsNull):
    """Whether a sealed column holds anything: all that may be asked of it."""

    def __init__(self, lhs: Any, rhs: object) -> None:
        plain = Col(lhs.alias, lhs.target, lhs.output_field) if isinstance(lhs, SealedCol) else lhs
        super().__init__(plain, rhs)


class SealedField(ColumnOfSealed):
    """A column of ciphertext, NULL for nothing. Its name ends in ``_sealed``.

    ``compartment`` says whose key seals it, or ``compartment_from`` which attribute of the row
    does. The row's value is a `Sealed`; the bare name without the suffix opens and seals.
    """

    description = _("Valor sellado")
    empty_strings_allowed = False
    codec: ClassVar[Codec]
    opening: Opening

    def __init__(
        self,
        *args: Any,
        compartment: str | None = None,
        compartment_from: str | None = None,
        **kwargs: Any,
    ) -> None:
        self.compartment = Compartment(compartment).value if compartment else None
        self.compartment_from = compartment_from
        kwargs.update(null=True, blank=True, editable=False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        """As Django's, under the public path and without what is always so."""
        name, _path, args, kwargs = super().deconstruct()
        for fixed in ("null", "blank", "editable"):
            kwargs.pop(fixed, None)
        if self.compartment:
            kwargs["compartment"] = self.compartment
        if self.compartment_from:
            kwargs["compartment_from"] = self.compartment_from
        return name, f"vault.fields.{type(self).__name__}", args, kwargs

    def contribute_to_class(
        self,
        cls: type[models.Model],
        name: str,
        private_only: bool = False,  # noqa: FBT001, FBT002  # Django's
    ) -> None:
        """Adds the column, and the property under the bare name."""
        super().contribute_to_class(cls, name, private_only)
        bare = name.removesuffix(SUFFIX)
        if bare != name and not cls._meta.abstract:
            self.opening = Opening(cls, self)
            setattr(cls, bare, self.opening.property())

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Django's checks, and that the column says what it is and whose key seals it."""
        problems = {
            "vault.E001": (self.name.endswith(SUFFIX), f"The name must end in {SUFFIX}."),
            "vault.E002": (
                bool(self.compartment) != bool(self.compartment_from),
                "Give it compartment or compartment_from, and not both.",
            ),
            "vault.E003": (
                hasattr(self.model, "sealed_owner") and hasattr(self.model, "partner_id"),
                "Its model must be a SealedModel with a partner_id.",
            ),
        }
        found = [
            checks.Error(m, obj=self, id=key) for key, (is_met, m) in problems.items() if not is_met
        ]
        return [*super().check(**kwargs), *found]

    def get_default(self) -> None:
        """Nothing."""
        return

    # --- the database ------------------------------------------------------------------------

    def get_internal_type(self) -> str:
        """Stored as bytes."""
        return "BinaryField"

    def get_db_converters(self, connection: BaseDatabaseWrapper) -> list[Any]:
        """Makes sealed values of the column's bytes, unopened."""
        return [sealed_from_database]

    def get_db_prep_value(
        self,
        value: Any,
        connection: BaseDatabaseWrapper,
        prepared: bool = False,  # noqa: FBT001, FBT002  # Django's
    ) -> bytes | None:
        """The bytes to store. Raises Unsealable for anything but a sealed value."""
        if value is None:
            return None
        if value.__class__ is not Sealed:
            raise Unsealable(f"{self.name} takes sealed values only: set the bare name instead.")
        return value.raw

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> bytes | None:
        """The same."""
        return self.get_db_prep_value(value, connection)

    def get_lookup(self, lookup_name: str) -> type[IsNull]:
        """Only isnull. Raises SealedLookup for every other question."""
        if lookup_name != "isnull":
            raise SealedLookup(f"{self.name} is sealed: it can be asked isnull, not {lookup_name}.")
        return SealedIsNull

    def get_transform(self, lookup_name: str) -> Any:
        """Never. Raises SealedLookup."""
        raise SealedLookup(f"{self.name} is sealed: it has no {lookup_name}.")

    def get_col(self, alias: str, output_field: Any = None) -> SealedCol:
        """The column in a query."""
        return SealedCol(alias, self, output_field)

    @cached_property
    def cached_col(self) -> SealedCol:
        """The column in a query of its own table."""
        return SealedCol(self.model._meta.db_table, self)

    # --- fixtures and forms --------------------------------------------------------------------

    def to_python(self, value: Any) -> Sealed | None:
        """A sealed value from a fixture's text. Raises ValidationError for any other text."""
        if value is None or isinstance(value, Sealed):
            return value
        try:
            return Sealed.from_text(value)
        except (ValueError, AttributeError):
            raise ValidationError(f"{self.name} takes sealed values only.") from None

    def value_to_string(self, obj: models.Model) -> str:
        """The ciphertext's text."""
        return str(self.value_from_object(obj))

    def formfield(self, **_kwargs: Any) -> None:
        """None: forms use the bare name."""
        return


def sealed_from_database(
    value: bytes | memoryview | None, _expression: object, _connection: object
) -> Sealed | None:
    """The column's bytes as a sealed value."""
    if value is None:
        return None
    return Sealed(value if value.__class__ is bytes else bytes(value))


class SealedTextField(SealedField):
    """Sealed text in NFC; "" when there is none."""

    codec = TEXT


class SealedJSONField(SealedField):
    """A sealed JSON value; None when there is none. To change it, assign it anew."""

    codec = JSON


class SealedDateField(SealedField):
    """A sealed day; None when there is none."""

    codec = DATE


class SealedIntegerField(SealedField):
    """A sealed whole number; None when there is none."""

    codec = INTEGER


class SealedKeyField(SealedField):
    """The key of a row's files (see `vault.streams`), sealed; None when it was destroyed.

    The trail never holds it, not even sealed: emptying the column destroys the files for good.
    """

    codec = KEY
