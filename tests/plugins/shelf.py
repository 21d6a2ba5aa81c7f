"""The tables of the shelf, made once in each process whichever folder's tests ask for them."""

from collections.abc import Iterator

import pytest
from django.db import connection

from tests.vault.shelf import SHELF
from vault import policies


@pytest.fixture(scope="session")
def shelf_tables(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            for model in SHELF:
                editor.create_model(model)
        policies.install(connection.alias)  # the site's role may use them, too
        yield
        with connection.schema_editor() as editor:
            for model in reversed(SHELF):
                editor.delete_model(model)
