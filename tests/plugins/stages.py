"""Where a test plays: on bare tables, with the cast upon them, or in the whole house.

What many tests start from is made once in a process, in a database of its own that was copied
from the one it stands on. A test plays in the one it asks for, and what it does there is rolled
back as ever. A test with real transactions empties its database: it plays on the bare tables and
makes what it needs itself.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings

from audit.models import TripwireRow
from tests.plugins.surroundings import calm
from vault.births import Birth

BARE = "bare"
# Who asks for one of these changes the database itself.
BRINGS_ITS_OWN = {"transactional_db", "live_server", "django_db_reset_sequences", "shelf_tables"}

Build = Callable[[Any], Any]
_builders: dict[str, Build] = {}  # each stands on the one before it
_moments: dict[str, Callable[[], datetime]] = {}


def today() -> datetime:
    """This moment, also for a test that stands still in another."""
    if time_machine.escape_hatch.is_travelling():
        return time_machine.escape_hatch.datetime.datetime.now(tz=UTC)
    return datetime.now(tz=UTC)


def long_ago() -> datetime:
    """Before any moment in which a test stands still."""
    return datetime(2026, 1, 5, 14, tzinfo=UTC)


def stands(name: str, when: Callable[[], datetime]) -> Callable[[Build], Build]:
    """Says that this makes what the fixture of that name stands for, given what is below it.

    The first test that asks for it may have stopped the clock: it is made at a moment of its own.
    """

    def known(build: Build) -> Build:
        _builders[name], _moments[name] = build, when
        return build

    return known


@dataclass(frozen=True)
class Stage:
    """A database, and what was made in it."""

    connection: BaseDatabaseWrapper
    made: Any = None


@dataclass
class Stages:
    """The databases of this process, by what stands in them."""

    surroundings: dict[str, Any]
    ready: dict[str, Stage] = field(default_factory=dict)
    now: str = BARE

    def enter(self, name: str) -> None:
        """Play here; built when it is asked for the first time."""
        if name not in self.ready:
            self.ready[name] = self._built(name)
        self.now = name
        connections["default"] = self.ready[name].connection

    def leave(self) -> None:
        """Back to the bare tables, where fixtures of a module and of the session work."""
        self.enter(BARE)

    def standing(self, name: str) -> Any:
        """What was made under this name in the database of this test; None when nothing was."""
        names = [BARE, *_builders]
        is_here = names.index(name) <= names.index(self.now)
        return self.ready[name].made if is_here else None

    def strike(self) -> None:
        """Leave nothing behind but the bare tables."""
        self.leave()
        for name in [name for name in self.ready if name != BARE]:
            removed(self.ready.pop(name).connection)

    def _built(self, name: str) -> Stage:
        if name == BARE:
            return Stage(connections["default"])
        names = [BARE, *_builders]
        below = names[names.index(name) - 1]
        self.enter(below)
        connection = connections["default"] = copied(self.ready[below].connection, name)
        clock = time_machine.travel(_moments[name](), tick=True)
        with clock, override_settings(**self.surroundings), transaction.atomic():
            made = _builders[name](self.ready[below].made)
            # The database notes each row by its own clock, the entries were made by another.
            TripwireRow.objects.all().delete()
            for _ids, hook, _is_robust in connection.run_on_commit:
                if isinstance(hook, Birth):
                    hook()  # keys and files of what stands here stay
            connection.run_on_commit = []  # what else waits for the commit waits in vain, as in a test
        return Stage(connection, made)


def copied(source: BaseDatabaseWrapper, name: str) -> BaseDatabaseWrapper:
    """A connection to a copy of this database."""
    copy = connections.create_connection("default")
    if source.vendor == "sqlite":
        copy.settings_dict = {
            **copy.settings_dict,
            "NAME": f"file:{name}?mode=memory&cache=shared",
        }
        source.ensure_connection()
        copy.ensure_connection()
        source.connection.backup(copy.connection)
    else:
        source.creation.clone_test_db(name, verbosity=0)
        copy.settings_dict = source.creation.get_test_db_clone_settings(name)
    return copy


def removed(connection: BaseDatabaseWrapper) -> None:
    """Remove a copy; one in memory goes with the process."""
    connection.close()
    if connection.vendor != "sqlite":
        connection.creation._destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


@pytest.fixture(scope="session")
def stages(
    django_db_setup, django_db_blocker, keyring_of_the_tests, tmp_path_factory
) -> Iterator[Stages]:
    """All the stages of this process."""
    built = Stages(calm(keyring_of_the_tests, tmp_path_factory.mktemp("stages")))
    yield built
    with django_db_blocker.unblock():
        built.strike()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> None:
    """Before a test's transaction begins, go where it plays; afterwards, back."""
    if fixturedef.argname == "_django_db_helper":
        stages = request.getfixturevalue("stages")
        fixturedef.addfinalizer(stages.leave)
        with request.getfixturevalue("django_db_blocker").unblock():
            stages.enter(asked_for(request))


def asked_for(request: pytest.FixtureRequest) -> str:
    """Where this test plays."""
    mark = request.node.get_closest_marker("django_db")
    if (mark and mark.kwargs.get("transaction")) or BRINGS_ITS_OWN & set(request.fixturenames):
        return BARE
    return next((name for name in reversed(_builders) if name in request.fixturenames), BARE)
