from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from tests.audit.pages import NORTE, SCOPE
from tests.vault.shelf import Person
from vault.compartments import Compartment
from vault.keychain import keychain, open_keys
from vault.partners import create_partner_keys

REFUSE_ON_SQLITE = """
CREATE TRIGGER full_disk BEFORE INSERT ON audit_trailentry
BEGIN SELECT RAISE(ABORT, 'disk full'); END
"""
REFUSE_ON_POSTGRESQL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'disk full'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON audit_trailentry EXECUTE FUNCTION full_disk();
"""


@pytest.fixture
def small_site(settings) -> None:
    settings.ROOT_URLCONF = "tests.audit.pages"
    settings.MIDDLEWARE = ["tests.audit.pages.as_ana", "audit.middleware.TrailMiddleware"]


@pytest.fixture
def ana(small_site, db) -> Client:
    """Ana's browser, on a phone; a page that breaks answers 500 as it would in the house."""
    agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
    return Client(raise_request_exception=False, headers={"user-agent": agent})


@pytest.fixture
def norte_keys(shelf_tables, db, settings, tmp_path) -> None:
    settings.KEYRING_PATH = tmp_path / "keyring.json"
    create_partner_keys(NORTE)


@pytest.fixture
def maria(norte_keys) -> Person:
    """A person of Norte with sealed names; writing them reads nothing."""
    person = Person(partner_id=NORTE)
    with open_keys(SCOPE):
        keychain().create(NORTE, person.id, [Compartment.IDENTITY])
        person.given_names = "María Elena"
        person.surname = "Quispe"
        person.save()
    return person


@pytest.fixture
def full_disk(db) -> Iterator[None]:
    """The database does not take another entry of the trail."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(REFUSE_ON_SQLITE if is_sqlite else REFUSE_ON_POSTGRESQL)
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER full_disk" if is_sqlite else "DROP FUNCTION full_disk CASCADE")
