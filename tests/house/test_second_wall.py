"""The second wall: what PostgreSQL shows when the code forgot to ask for one partner's rows only."""

import psycopg
import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from audit.models import TrailEntry
from casework.models import Case, Survivor
from casework.models.case import CaseQuerySet
from tests.plugins.cases import make_case
from vault import policies, wall

HERS = ("Rosario", "Quenallata")

on_postgresql = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"] != "vault.postgresql",
    reason="SQLite has no such wall: there values stay sealed, which is tested on both",
)


@pytest.fixture
def other_case(cast) -> Case:
    """A case of sur, carried by Sonia."""
    return make_case(cast.sonia)


def seen() -> set[str]:
    return set(Case.objects.values_list("code", flat=True))


@on_postgresql
@pytest.mark.django_db
def test_every_table_with_a_partner_stands_behind_the_wall():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns "
            "WHERE column_name = 'partner_id' AND table_schema = 'public'"
        )
        with_partner = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        walled = {name for (name,) in cursor.fetchall()}
    ours = {table.name for table in policies.walled_tables()}
    assert len(ours) > 20
    assert ours <= with_partner
    assert ours <= walled
    assert policies.missing("default") == []


@on_postgresql
@pytest.mark.django_db
def test_a_policy_that_was_changed_by_hand_is_missed_and_set_again():
    with connection.cursor() as cursor:
        cursor.execute("DROP POLICY amparo_wall ON casework_case")
    assert policies.missing("default") == ["casework_case"]
    policies.install("default")
    assert policies.missing("default") == []


@on_postgresql
def test_behind_the_wall_only_rows_of_the_partners_at_hand_exist(rosario, other_case, cast):
    assert {rosario.code, other_case.code} <= seen()
    with wall.behind([cast.norte.pk]):
        assert rosario.code in seen()
        assert other_case.code not in seen()
        with wall.behind([cast.sur.pk]):
            assert rosario.code not in seen()
            assert other_case.code in seen()
            wall.show_also(cast.norte.pk)
            assert {rosario.code, other_case.code} <= seen()
        assert other_case.code not in seen()
        with wall.behind(wall.EVERYONE):
            assert {rosario.code, other_case.code} <= seen()
    with wall.behind([]):
        assert seen() == set()
    assert {rosario.code, other_case.code} <= seen()


@on_postgresql
def test_behind_the_wall_nothing_is_written_for_another_partner(rosario, other_case, cast):
    with wall.behind([cast.norte.pk]):
        Survivor.objects.create(partner=cast.norte)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Survivor.objects.create(partner=cast.sur)
        assert not Case.objects.filter(pk=other_case.pk).update(risk_level="low")
        assert Case.objects.filter(pk=rosario.pk).update(risk_level="low")


@on_postgresql
def test_the_role_of_the_site_owns_nothing_and_cannot_change_the_trail(rosario, cast):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = %s::regrole", [wall.ROLE])
        assert cursor.fetchone() == (0,)
    entries = TrailEntry.objects.filter(partner_id=cast.norte.pk)
    with wall.behind([cast.norte.pk]):
        assert entries.exists()
        for forbidden in (
            "UPDATE audit_trailentry SET reason = 'x'",
            "DELETE FROM audit_trailentry",
        ):
            with (
                pytest.raises(ProgrammingError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(forbidden)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_pooled_connection_carries_nothing_over(rosario, other_case, cast):
    with wall.behind([cast.norte.pk]):
        with transaction.atomic():
            assert seen() == {rosario.code}
        assert seen() == {rosario.code}, "a statement by itself stands behind the wall, too"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT current_user = session_user, current_setting('{wall.SETTING}', true)"
        )
        assert cursor.fetchone() in {(True, ""), (True, None)}


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_the_site_s_own_role_sees_nothing_until_partners_are_named(rosario, cast):
    kept = connection.settings_dict
    address = {"host": kept["HOST"], "port": kept["PORT"], "user": kept["USER"]}
    with psycopg.connect(dbname=kept["NAME"], password=kept["PASSWORD"], **address) as site:
        site.execute(f"SET ROLE {wall.ROLE}")
        assert site.execute("SELECT count(*) FROM casework_case").fetchone() == (0,)
        site.execute(f"SET LOCAL {wall.SETTING} = '{{{cast.norte.pk}}}'")
        assert site.execute("SELECT count(*) FROM casework_case").fetchone() == (1,)


def test_a_door_that_forgot_its_filter_tells_nothing_of_another_partner(
    rosario, other_case, cast, as_, monkeypatch
):
    sonia = as_(cast.sonia)
    mine = sonia.get(reverse("casework:cases")).content.decode()
    assert other_case.code in mine

    monkeypatch.setattr(CaseQuerySet, "of_partner", lambda self, _partner_id: self)
    sonia.raise_request_exception = False
    page = sonia.get(reverse("casework:cases")).content.decode()
    if connection.vendor == "postgresql":
        assert other_case.code in page
        assert rosario.code not in page
    assert not any(name in page for name in HERS)
    assert page.count("R. Q.") <= mine.count("R. Q.")
