import pytest
from celery import Celery
from django.contrib.auth.models import Group

from audit.background import RecordedTask, background
from audit.errors import TrailNotWritten
from audit.events import Event, Outcome
from audit.models import TrailEntry
from audit.reads import record_reads
from audit.refusals import Refused, refuse
from tests.audit.pages import NORTE, SCOPE
from tests.vault.shelf import Person


def told() -> list[tuple[str, str]]:
    return [(entry.event, entry.deed) for entry in TrailEntry.objects.order_by("id")]


def test_a_background_deed_is_told_under_its_name(db):
    with background("remind"):
        Group.objects.create(name="uno")

    entry = TrailEntry.objects.get()
    assert (entry.actor_id, entry.actor_name, entry.actor_role) == (None, "remind", "system")
    assert entry.deed == "remind"


def test_opening_keys_and_what_was_read_with_them_is_told(maria):
    with background("index_names", SCOPE):
        assert Person.objects.get().given_names == "María Elena"

    assert told() == [(Event.KEYS_OPENED, "index_names"), (Event.READ, "index_names")]
    opened, reading = TrailEntry.objects.order_by("id")
    assert opened.partner_id == reading.partner_id == NORTE
    assert opened.reason == "request"
    assert reading.subject_id == maria.id


def test_what_a_failed_deed_read_is_told_too(maria):
    with pytest.raises(KeyError), background("index_names", SCOPE):
        {}[Person.objects.get().given_names]

    assert told()[-1] == (Event.READ, "index_names")


def test_a_deed_can_write_its_readings_in_its_own_transaction(maria):
    with background("index_names", SCOPE):
        len(Person.objects.get().given_names)
        record_reads()
    assert [event for event, _deed in told()].count(Event.READ) == 1


def test_keys_whose_opening_cannot_be_told_stay_shut(maria, full_disk):
    read = []
    with pytest.raises(TrailNotWritten), background("index_names", SCOPE):
        read.append(Person.objects.get().given_names)
    assert read == []


def test_a_refused_background_deed_is_told(db):
    with pytest.raises(Refused), background("remind"):
        refuse(partner_id=NORTE, reason="consent_ended")

    entry = TrailEntry.objects.get()
    assert (entry.event, entry.outcome, entry.partner_id) == (
        Event.REFUSED,
        Outcome.REFUSED,
        NORTE,
    )


def test_every_task_acts_under_its_own_name(db):
    app = Celery("test", task_cls=RecordedTask, set_as_current=False)

    @app.task(name="casework.remind")
    def remind() -> None:
        Group.objects.create(name="uno")

    remind.apply()
    assert told() == [(Event.CREATED, "casework.remind")]
