import pytest
from auditlog.registry import auditlog
from django.contrib.auth.models import Group
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from audit import triggers
from audit.models import TrailEntry

ON_POSTGRESQL = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL only")
ON_SQLITE = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite only")
# PostgreSQL truncates nothing that still waits for a check.
SETTLED = "SET CONSTRAINTS ALL IMMEDIATE;"


@pytest.fixture
def entry(db) -> TrailEntry:
    Group.objects.create(name="equipo")
    return TrailEntry.objects.get()


def by_hand(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_trailentry SET actor_name = 'otra'",
        "UPDATE audit_trailentry SET actor_name = actor_name",
        "DELETE FROM audit_trailentry",
        pytest.param(f"{SETTLED} TRUNCATE audit_trailentry", marks=ON_POSTGRESQL),
        pytest.param(f"{SETTLED} TRUNCATE audit_trailentry CASCADE", marks=ON_POSTGRESQL),
        pytest.param(
            "REPLACE INTO audit_trailentry SELECT * FROM audit_trailentry", marks=ON_SQLITE
        ),
    ],
)
def test_the_trail_cannot_be_changed_by_hand(entry, statement):
    with pytest.raises(DatabaseError, match="append-only"):
        by_hand(statement)
    assert TrailEntry.objects.get().actor_name == entry.actor_name


@pytest.mark.parametrize("deed", [lambda entry: entry.save(), lambda entry: entry.delete()])
def test_the_trail_cannot_be_changed_by_the_program(entry, deed):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        deed(entry)


def test_the_trail_can_be_added_to(entry):
    Group.objects.create(name="otro")
    assert TrailEntry.objects.count() == 2


def test_every_audited_table_is_watched(db):
    watched = {table.name for table in triggers.watched_tables()}
    assert watched == {model._meta.db_table for model in auditlog.get_models()}
    assert triggers.missing() == []


@pytest.mark.parametrize("table", ["audit_trailentry", "auth_group", "accounts_user_groups"])
def test_a_table_that_lost_its_triggers_is_named_and_gets_them_back(db, table):
    for trigger in triggers._wanted("default"):
        if trigger.table == table:
            by_hand(triggers._dialect("default").drop(*trigger.key))

    assert triggers.missing() == [table]
    warnings = run_checks(tags=[Tags.database], databases=["default"])
    assert [warning.id for warning in warnings if table in warning.msg] == ["audit.W001"]
    triggers.install()
    assert triggers.missing() == []


@ON_POSTGRESQL
def test_a_trigger_that_was_switched_off_is_missing(db):
    by_hand("ALTER TABLE audit_trailentry DISABLE TRIGGER USER")
    assert triggers.missing() == ["audit_trailentry"]
    triggers.install()
    assert triggers.missing() == []


@ON_POSTGRESQL
def test_a_replication_role_does_not_silence_the_trail(entry):
    with pytest.raises(DatabaseError, match="append-only"):
        by_hand("SET LOCAL session_replication_role = replica; DELETE FROM audit_trailentry")


def test_setting_the_triggers_again_changes_nothing(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        triggers.install()


@pytest.mark.django_db(transaction=True)
def test_the_triggers_stand_again_after_a_migration():
    call_command("migrate", "--run-syncdb", verbosity=0)
    assert triggers.missing() == []
