"""Makes the tables of the plain site, and fills them from the house's."""

from __future__ import annotations

from typing import Any

from django.db import connection, models

from config.bench.plain.models import SEALED, TWINNED, TWINS
from vault.fields import SealedField, SealedTextField

IN_CLEAR = {
    "masked_name_sealed": "'M. Q.'",
    "search_value_sealed": "'maria elena kispe mamani'",
    "phone_sealed": "'60012345'",
}
SOME_TEXT = "'Preguntar cómo está y si necesita algo.'"


def make_tables() -> None:
    """The empty tables."""
    with connection.schema_editor() as editor:
        for twin in TWINS:
            editor.create_model(twin)


def fill_tables() -> None:
    """As many rows as the house has, the same in every column that it keeps in clear."""
    with connection.cursor() as cursor:
        names = ", ".join(f'"{twin._meta.db_table}"' for twin in TWINS)
        cursor.execute(f"TRUNCATE {names}")
        for model, twin in zip(TWINNED, TWINS, strict=True):
            cursor.execute(_copying(model, twin))


def _copying(model: type[models.Model], twin: Any) -> str:
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{str(field.column).removesuffix(SEALED)}"' for field in fields)
    values = ", ".join(_in_clear(field) for field in fields)
    source, target = model._meta.db_table, twin._meta.db_table
    return f'INSERT INTO "{target}" ({columns}) SELECT {values} FROM "{source}"'  # noqa: S608


def _in_clear(field: models.Field[Any, Any]) -> str:
    """The column itself, or something a clear one may hold."""
    if not isinstance(field, SealedField):
        return f'"{field.column}"'
    is_text = isinstance(field, SealedTextField)
    return IN_CLEAR.get(field.name, SOME_TEXT) if is_text else "NULL"
