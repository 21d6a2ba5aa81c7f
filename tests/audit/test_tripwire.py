from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.utils import timezone

from audit import tripwire
from audit.models import TripwireRow
from audit.tasks import match_tripwire


def later():
    return timezone.now() + timedelta(minutes=10)


def by_hand(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def found() -> list[tuple[str, str]]:
    tripwire.match(later())
    return [(row.operation, row.table_name) for row in tripwire.unattributed()]


@pytest.fixture
def group(db) -> Group:
    return Group.objects.create(name="uno")


def test_what_the_trail_accounts_for_is_not_kept(group):
    account = get_user_model().objects.create_user("ana@norte.example", full_name="Ana")
    account.groups.add(group)
    group.name = "dos"
    group.save()
    account.groups.clear()
    account.delete()

    assert found() == []
    assert not TripwireRow.objects.exists()


def test_a_row_changed_by_hand_shows(group):
    by_hand("UPDATE auth_group SET name = 'tres' WHERE id = %s", group.pk)
    assert found() == [("UPDATE", "auth_group")]


def test_a_change_by_hand_does_not_hide_beside_a_recorded_one(group):
    group.name = "dos"
    group.save()
    by_hand("UPDATE auth_group SET name = 'tres' WHERE id = %s", group.pk)
    assert found() == [("UPDATE", "auth_group")]


def test_a_row_added_or_removed_by_hand_shows(group):
    by_hand("INSERT INTO auth_group (name) VALUES ('tres')")
    by_hand("DELETE FROM auth_group WHERE id = %s", group.pk)
    assert found() == [("DELETE", "auth_group"), ("INSERT", "auth_group")]


def test_a_bulk_write_that_slipped_past_the_trail_shows(group):
    Group.objects.filter(pk=group.pk).update(name="dos")
    Group.objects.bulk_create([Group(name="tres")])
    assert found() == [("INSERT", "auth_group"), ("UPDATE", "auth_group")]


def test_a_link_made_by_hand_shows(group):
    account = get_user_model().objects.create_user("ana@norte.example", full_name="Ana")
    account.groups.through.objects.bulk_create(
        [account.groups.through(user_id=account.pk, group_id=group.pk)]
    )
    assert found() == [("INSERT", "accounts_user_groups")]


def test_a_write_that_changes_nothing_is_no_change(group):
    by_hand("UPDATE auth_group SET name = name WHERE id = %s", group.pk)
    assert found() == []


def test_a_young_row_waits_for_the_transaction_that_wrote_it(group):
    by_hand("UPDATE auth_group SET name = 'tres' WHERE id = %s", group.pk)
    match_tripwire()
    assert not tripwire.unattributed().exists()
    assert TripwireRow.objects.count() == 2


def test_what_was_found_once_stays_found_and_is_not_counted_again(group):
    by_hand("UPDATE auth_group SET name = 'tres' WHERE id = %s", group.pk)
    assert tripwire.match(later()) == 1
    assert tripwire.match(later()) == 0
    assert tripwire.unattributed().count() == 1


def test_the_cost_does_not_grow_with_the_number_of_rows(db, django_assert_num_queries):
    Group.objects.create(name="first")
    tripwire.match(later())  # learns the tables' types, which is asked once in a process
    for number in range(50):
        Group.objects.create(name=str(number))
    with django_assert_num_queries(5):
        tripwire.match(later())
