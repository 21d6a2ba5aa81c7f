import pytest
from auditlog.registry import auditlog
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType

from audit.bulk import bulk_create
from audit.context import Actor, acting
from audit.errors import TrailNotWritten
from audit.events import Event
from audit.models import TrailEntry
from audit.registration import HIDDEN
from tests.audit.pages import NORTE, SCOPE
from tests.vault.shelf import Person
from vault.ids import new_id
from vault.keychain import open_keys


def ana_s_account():
    return get_user_model().objects.create_user("ana@norte.example", "una-clave", full_name="Ana")


@pytest.fixture
def audited_shelf(norte_keys):
    ContentType.objects.clear_cache()  # the shelf is no app of the house
    auditlog.register(Person)
    yield
    auditlog.unregister(Person)
    ContentType.objects.clear_cache()


def test_what_was_created_changed_and_deleted_is_told(db):
    group = Group.objects.create(name="uno")
    group.name = "dos"
    group.save()
    group.delete()

    created, changed, deleted = TrailEntry.objects.order_by("id")
    assert (created.event, changed.event, deleted.event) == (
        Event.CREATED,
        Event.CHANGED,
        Event.DELETED,
    )
    assert changed.changes == {"name": ["uno", "dos"]}
    assert {entry.object_pk for entry in (created, changed, deleted)} == {created.object_pk}


def test_saving_without_a_change_leaves_no_entry(db):
    group = Group.objects.create(name="uno")
    group.save()
    assert TrailEntry.objects.count() == 1


def test_links_are_told_by_the_ids_of_their_ends(db):
    account, group = ana_s_account(), Group.objects.create(name="norte:counselor")
    account.groups.add(group)
    account.groups.clear()

    cleared, added = TrailEntry.objects.newest_first()[:2]
    assert added.changes["groups"]["objects"] == [str(group.pk)]
    assert cleared.changes["groups"]["operation"] == "clear"
    assert "norte:counselor" not in str(added.changes) + str(cleared.changes)


def test_a_password_is_never_told_not_even_as_a_hash(db):
    account = ana_s_account()
    account.set_password("otra-clave")
    account.save()

    changed = TrailEntry.objects.latest()
    assert changed.changes["password"] == [HIDDEN, HIDDEN]


def test_who_did_it_stands_after_her_account_is_gone(db):
    account = ana_s_account()
    with acting(Actor(account.pk, account.email, "counselor", NORTE)):
        Group.objects.create(name="uno")
    account_id = account.pk
    account.delete()

    entry = TrailEntry.objects.by_actor(account_id).get()
    assert (entry.actor_name, entry.actor_role) == ("ana@norte.example", "counselor")
    assert entry.partner_id == NORTE


def test_a_sealed_value_stands_in_the_trail_as_its_ciphertext(audited_shelf):
    person = Person(partner_id=NORTE)
    with open_keys(SCOPE) as keys:
        keys.create(NORTE, person.id, ["identity"])
        person.given_names = "María Elena " * 200
        person.save()

    entry = TrailEntry.objects.get(object_pk=str(person.id))
    told = entry.changes["given_names_sealed"][1]
    assert told == str(person.given_names_sealed)
    assert told.startswith("sealed:")
    assert len(told) > 2000
    assert "María" not in str(entry.changes)


def test_changing_a_sealed_value_keeps_the_history_of_its_ciphertexts(audited_shelf, maria):
    before = str(maria.given_names_sealed)
    with open_keys(SCOPE):
        maria.given_names = "Elena"
        maria.save()

    entry = TrailEntry.objects.filter(object_pk=str(maria.id)).latest()
    assert entry.changes == {"given_names_sealed": [before, str(maria.given_names_sealed)]}


def test_writing_a_sealed_row_reads_no_secret(audited_shelf, maria):
    with open_keys(SCOPE) as keys:
        maria.code = "A-1"
        maria.save()
        assert keys.unsealed() == []


def test_rows_written_at_once_leave_the_same_entries_as_one_by_one(db, everything_attributed):
    one = get_user_model()(id=new_id(), email="uno@norte.example", full_name="Uno")
    two = get_user_model()(id=new_id(), email="dos@norte.example", full_name="Dos")
    one.save()
    assert bulk_create(get_user_model(), [two], why="load_volume") == 1

    single, bulk = TrailEntry.objects.order_by("id")
    for name in ("event", "action", "content_type_id", "partner_id", "subject_id"):
        assert getattr(single, name) == getattr(bulk, name)
    assert single.changes.keys() == bulk.changes.keys()
    assert bulk.changes["email"] == ["None", "dos@norte.example"]
    assert bulk.changes["password"] == single.changes["password"] == [HIDDEN, HIDDEN]
    assert bulk.reason == "load_volume"


def test_a_batch_whose_entries_cannot_be_written_is_not_written(db, full_disk):
    with pytest.raises(TrailNotWritten):
        bulk_create(Group, [Group(pk=900, name="uno")], why="load_volume")
    assert not Group.objects.exists()
