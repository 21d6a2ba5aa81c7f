from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from audit.context import Actor, acting
from audit.errors import TrailNotWritten
from audit.events import Event, Outcome
from audit.ledger import record, record_unsealed
from audit.models import TrailEntry
from vault.compartments import Compartment
from vault.ids import new_id
from vault.keychain import Unsealed

NORTE, SUR, CASE = new_id(), new_id(), new_id()
ANA = Actor(new_id(), "ana@norte.example", "counselor", NORTE)


@pytest.fixture
def trail(db):
    with acting(ANA):
        record(Event.SEARCHED)
        record(Event.DEED, subject_id=CASE, deed="close_case", reason="goals_reached")
        record(Event.REFUSED, partner_id=SUR, outcome=Outcome.REFUSED)
    return TrailEntry.objects


def deeds(entries) -> list[str]:
    return [entry.event for entry in entries.newest_first()]


def test_an_event_without_a_partner_concerns_the_actor_s_own(trail):
    assert deeds(trail.for_partner(NORTE)) == [Event.DEED, Event.SEARCHED]
    assert deeds(trail.for_partner(SUR)) == [Event.REFUSED]


def test_the_trail_can_be_asked_about_a_case_a_person_a_kind_and_an_end(trail):
    assert deeds(trail.about([CASE])) == [Event.DEED]
    assert len(deeds(trail.by_actor(ANA.id))) == 3
    assert deeds(trail.of_events([Event.SEARCHED])) == [Event.SEARCHED]
    assert deeds(trail.outcome(Outcome.REFUSED)) == [Event.REFUSED]


def test_the_trail_can_be_asked_about_a_time(trail):
    now = timezone.now()
    assert len(deeds(trail.between(now - timedelta(minutes=1), now))) == 3
    assert deeds(trail.between(now, None)) == []
    assert deeds(trail.between(None, now - timedelta(minutes=1))) == []


def test_pages_go_backwards_by_id(trail):
    newest, middle, oldest = trail.newest_first()
    assert list(trail.newest_first().before(newest.pk)) == [middle, oldest]
    assert list(trail.newest_first().before(None)[:1]) == [newest]


def test_a_target_gives_its_table_and_its_neutral_name(db):
    group = Group.objects.create(name="equipo")
    record(Event.DEED, target=group, deed="rename", details={"fields": ["name"], "count": 1})

    entry = TrailEntry.objects.latest()
    assert (entry.content_type.model, entry.object_pk) == ("group", str(group.pk))
    assert entry.details == {"fields": ["name"], "count": 1}


def test_readings_of_one_owner_and_compartment_are_one_entry(db):
    record_unsealed(
        [
            Unsealed(NORTE, CASE, Compartment.CASE, frozenset({"case.summary"}), 2),
            Unsealed(NORTE, CASE, Compartment.CASE, frozenset({"case.goal"}), 1),
            Unsealed(NORTE, CASE, Compartment.LEGAL, frozenset({"session.note"}), 1),
        ]
    )
    legal, case = TrailEntry.objects.newest_first()
    assert (case.columns, case.details) == (["case.goal", "case.summary"], {"count": 3})
    assert legal.compartment == "legal"
    assert case.subject_id == legal.subject_id == CASE


def test_a_listing_concerns_the_partner_and_no_single_person(db):
    record_unsealed([Unsealed(NORTE, NORTE, Compartment.LISTING, frozenset({"s.mask"}), 50)])

    entry = TrailEntry.objects.get()
    assert (entry.event, entry.partner_id, entry.subject_id) == (Event.LISTED, NORTE, None)


def test_an_entry_that_cannot_be_written_says_so(db, full_disk):
    with pytest.raises(TrailNotWritten), transaction.atomic():
        record(Event.SEARCHED)
