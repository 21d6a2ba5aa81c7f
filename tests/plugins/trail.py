"""What every test needs of the trail: a database that can be emptied, and a way to ask it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import TransactionTestCase
from django.utils import timezone

from audit import tripwire
from audit.triggers import lifted


@pytest.fixture(autouse=True, scope="session")
def emptying_lifts_the_triggers() -> Iterator[None]:
    """A test with real transactions empties the tables, which the trail refuses by design."""
    empty = TransactionTestCase._fixture_teardown

    def empty_without_triggers(case: TransactionTestCase) -> None:
        with lifted():
            empty(case)

    TransactionTestCase._fixture_teardown = empty_without_triggers
    yield
    TransactionTestCase._fixture_teardown = empty


@pytest.fixture
def everything_attributed(db) -> Iterator[None]:
    """Fails a test that leaves a change no entry of the trail accounts for."""
    yield
    tripwire.match(timezone.now() + timedelta(minutes=10))
    assert list(tripwire.unattributed()) == []
