from collections.abc import Iterator
from pathlib import Path
from shutil import copy
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings as project
from django.db import connection, models
from hypothesis import HealthCheck, settings

from tests.vault.shelf import SHELF, Note, Person
from vault.compartments import Compartment
from vault.keychain import Keychain, Scope, open_keys
from vault.partners import create_partner_keys


@pytest.fixture
def database(shelf_tables, db) -> None:
    """The database with the shelf's tables."""


@pytest.fixture
def keyring_path(settings, tmp_path):
    settings.KEYRING_PATH = tmp_path / "keyring.json"
    return settings.KEYRING_PATH


@pytest.fixture
def keyring_of_the_cast(cast, settings, tmp_path):
    """The keyring that the cast's keys stand under, to be changed by one test alone."""
    settings.KEYRING_PATH = Path(copy(settings.KEYRING_PATH, tmp_path / "keyring.json"))
    return settings.KEYRING_PATH


@pytest.fixture
def norte(database, keyring_path) -> UUID:
    return partner_with_keys("norte")


@pytest.fixture
def sur(norte) -> UUID:
    return partner_with_keys("sur")


def partner_with_keys(code: str) -> UUID:
    """A partner that the second wall knows: what is asked of all partners is asked of it, too."""
    partner_id = apps.get_model(project.PARTNER_MODEL).objects.create(code=code, name=code).pk
    create_partner_keys(partner_id)
    return partner_id


def scope(partner_id: UUID, *compartments: Compartment) -> Scope:
    return Scope("test", {partner_id: frozenset(compartments or Compartment)})


@pytest.fixture
def chain(norte) -> Iterator[Keychain]:
    with open_keys(scope(norte)) as chain:
        yield chain


@pytest.fixture
def maria(chain, norte) -> Person:
    person = Person(partner_id=norte)
    chain.create(norte, person.id, [Compartment.IDENTITY, Compartment.PSYCHOLOGICAL])
    person.given_names = "María Elena"
    person.surname = "Quispe"
    person.save()
    return person


@pytest.fixture
def note(maria, norte) -> Note:
    return Note.objects.create(
        partner_id=norte,
        person=maria,
        compartment=Compartment.PSYCHOLOGICAL,
        text="Duerme mal desde la audiencia.",
    )


@pytest.fixture
def registered(monkeypatch) -> None:
    """Makes the shelf known to pickle, which looks models up by name."""
    for model in SHELF:
        monkeypatch.setitem(apps.all_models["vault"], model._meta.model_name, model)


def raw(row: models.Model, column: str) -> bytes:
    """What the database itself holds."""
    with connection.cursor() as cursor:
        row_id = row._meta.pk.get_db_prep_value(row.pk, connection)
        sql = f"SELECT {column} FROM {row._meta.db_table} WHERE id = %s"  # noqa: S608  # names of ours
        cursor.execute(sql, [row_id])
        return bytes(cursor.fetchone()[0])


# For hypothesis with database fixtures: what one example leaves behind, the next may find.
with_database = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
