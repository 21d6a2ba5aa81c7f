"""Notices: neutral, one for each due thing, none lost, none wittingly doubled."""

import threading
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.utils import timezone

from casework import notices
from casework.models import Case, FollowUp, Notice, SafeContact
from casework.models.follow_up import MOST_TRIES
from casework.tasks import send_due_notices
from tests.plugins.cases import make_case, make_follow_up, working_as
from tests.plugins.cast import entries

TODAY = date(2026, 11, 23)
FIELD_WORDS = ("violencia", "caso", "víctima", "amparo", "seguimiento", "riesgo", "norte")


@pytest.fixture
def clock(time_machine):
    time_machine.move_to("2026-11-23T10:00:00-04:00", tick=False)
    return time_machine


@pytest.fixture
def call(clock, cast, rosario) -> FollowUp:
    """A call of Ana's, due today."""
    return make_follow_up(rosario, cast.ana, TODAY)


@pytest.fixture
def outbox(clock, cast) -> list:
    """What was mailed since the cast was invited."""
    mail.outbox.clear()
    return mail.outbox


class BrokenBackend(EmailBackend):
    """A mail server that is not there."""

    def send_messages(self, messages) -> int:
        """Refuse."""
        raise ConnectionRefusedError


class KilledAfterSending(EmailBackend):
    """Sends, and then the worker is killed: nothing after it runs."""

    def send_messages(self, messages) -> int:
        """Send, and never come back."""
        super().send_messages(messages)
        raise KeyboardInterrupt


def use(settings, backend: type) -> None:
    settings.EMAIL_BACKEND = f"{backend.__module__}.{backend.__qualname__}"


def say(client, follow_up, verb, **data) -> None:
    address = f"/casos/{follow_up.case.code}/seguimientos/{follow_up.code}/{verb}/"
    assert client.post(address, data).status_code == 302


def test_a_follow_up_due_today_is_told_once(cast, call, outbox):
    for _ in range(3):
        send_due_notices()
    (sent,) = outbox
    assert sent.to == [cast.ana.user.email]
    assert Notice.objects.get().sent_at == timezone.now()


def test_the_notice_says_nothing(cast, call, outbox, settings):
    send_due_notices()
    (sent,) = outbox
    assert sent.subject == "Agenda"
    assert f"{settings.SITE_URL}/hoy/" in sent.body
    text = sent.message().as_string().lower()
    for word in (*FIELD_WORDS, "rosario", "quenallata", call.code.lower(), call.case.code.lower()):
        assert word not in text.replace(cast.ana.user.email, "")


@pytest.mark.parametrize(("days", "count"), [(-4, 1), (0, 1), (1, 0)])
def test_only_what_is_due_is_told(cast, rosario, clock, outbox, days, count):
    make_follow_up(rosario, cast.ana, TODAY + timedelta(days=days))
    send_due_notices()
    assert len(outbox) == count


def test_it_is_told_when_its_day_comes(cast, rosario, clock, outbox):
    make_follow_up(rosario, cast.ana, TODAY + timedelta(days=1))
    clock.move_to("2026-11-23T23:59:00-04:00")
    send_due_notices()
    assert outbox == []
    clock.move_to("2026-11-24T00:00:30-04:00")
    send_due_notices()
    assert len(outbox) == 1


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        ("hecho", {"finish-has_spoken_with_her": "yes"}),
        ("mover", {"move-due_on": "27/11/2026"}),
        ("ella-se-comunicara", {}),
    ],
)
def test_what_was_seen_to_is_not_told(cast, as_, call, outbox, verb, data):
    with working_as(cast.ana):
        notices.plan_notices(TODAY)
    say(as_(cast.ana), call, verb, **data)
    assert Notice.objects.get().stopped_at is not None
    send_due_notices()
    assert outbox == []


def test_a_moved_follow_up_is_told_on_its_new_day(cast, as_, call, outbox, clock):
    send_due_notices()
    say(as_(cast.ana), call, "mover", **{"move-due_on": "25/11/2026"})
    send_due_notices()
    assert len(outbox) == 1
    clock.move_to("2026-11-25T08:00:00-04:00")
    send_due_notices()
    assert len(outbox) == 2


def test_while_it_is_left_to_her_nothing_of_the_case_is_told(cast, as_, call, outbox):
    client = as_(cast.ana)
    client.post(f"/casos/{call.case.code}/contacto/ella-se-comunicara/")
    send_due_notices()
    assert outbox == []
    client.post(f"/casos/{call.case.code}/contacto/retomar/")
    send_due_notices()
    assert len(outbox) == 1


def test_closing_a_case_stops_its_notices(cast, call, outbox):
    with working_as(cast.ana):
        notices.plan_notices(TODAY)
        notices.stop_notices_of_case(call.case)
        closed = Case.objects.get()
        closed.stage, closed.closed_at = "closed", timezone.now()
        closed.save()
    send_due_notices()
    assert outbox == []


def test_a_notice_follows_the_follow_up_to_a_colleague_and_back(cast, as_, call, outbox):
    with working_as(cast.ana):
        notices.plan_notices(TODAY)
    client = as_(cast.ana)
    say(client, call, "reasignar", **{"reassign-to": str(cast.paula.user_id)})
    send_due_notices()
    assert [sent.to for sent in outbox] == [[cast.paula.user.email]]
    say(client, call, "reasignar", **{"reassign-to": str(cast.ana.user_id)})
    send_due_notices()
    assert [sent.to for sent in outbox] == [[cast.paula.user.email], [cast.ana.user.email]]


def test_nobody_who_was_suspended_is_told(cast, call, outbox, suspend):
    suspend(cast.ana)
    outbox.clear()
    send_due_notices()
    assert outbox == []


def test_what_changed_after_the_claim_is_seen_before_sending(cast, as_, call, outbox):
    with working_as(cast.ana):
        notices.plan_notices(TODAY)
        lease, (notice_id,) = notices.claim_notices()
    say(as_(cast.ana), call, "hecho", **{"finish-has_spoken_with_her": "yes"})
    with working_as(cast.ana):
        notices.deliver(notice_id, lease)
    assert outbox == []
    assert Notice.objects.get().stopped_at is not None


def test_suspended_after_the_claim_is_seen_before_sending(cast, call, outbox, suspend):
    with working_as(cast.ana):
        notices.plan_notices(TODAY)
        lease, (notice_id,) = notices.claim_notices()
    suspend(cast.ana)
    outbox.clear()
    notices.deliver(notice_id, lease)
    assert outbox == []


def test_a_claimed_notice_is_nobody_elses_until_the_lease_runs_out(cast, call, clock):
    with working_as(cast.ana):
        notices.plan_notices(TODAY)
        assert len(notices.claim_notices()[1]) == 1
        assert notices.claim_notices()[1] == []
        clock.shift(notices.LEASE + timedelta(seconds=1))
        assert len(notices.claim_notices()[1]) == 1


def test_a_worker_killed_after_sending_sends_again_under_the_same_id(
    cast, call, outbox, settings, clock
):
    working = settings.EMAIL_BACKEND
    use(settings, KilledAfterSending)
    with pytest.raises(KeyboardInterrupt):
        send_due_notices()
    settings.EMAIL_BACKEND = working
    assert Notice.objects.get().sent_at is None
    send_due_notices()
    assert len(outbox) == 1
    clock.shift(notices.LEASE + timedelta(seconds=1))
    send_due_notices()
    first, second = (sent.message()["Message-ID"] for sent in outbox)
    assert first == second
    assert Notice.objects.get().sent_at is not None
    send_due_notices()
    assert len(outbox) == 2


def test_a_late_worker_does_not_send_what_passed_to_another(cast, call, outbox, clock):
    with working_as(cast.ana):
        notices.plan_notices(TODAY)
        late, (notice_id,) = notices.claim_notices()
        clock.shift(notices.LEASE + timedelta(seconds=1))
        lease, _ = notices.claim_notices()
        notices.deliver(notice_id, late)
        assert outbox == []
        notices.deliver(notice_id, lease)
        assert len(outbox) == 1


def test_a_mail_server_that_is_not_there_is_tried_again_later(cast, call, outbox, settings, clock):
    working = settings.EMAIL_BACKEND
    use(settings, BrokenBackend)
    send_due_notices()
    assert Notice.objects.get().tries == 1
    send_due_notices()
    assert Notice.objects.get().tries == 1
    settings.EMAIL_BACKEND = working
    clock.shift(timedelta(minutes=1, seconds=1))
    send_due_notices()
    assert len(outbox) == 1


def test_after_five_tries_a_person_is_told_instead(cast, as_, call, outbox, settings, clock):
    use(settings, BrokenBackend)
    for _ in range(MOST_TRIES + 2):
        send_due_notices()
        clock.shift(timedelta(hours=2))
    assert Notice.objects.get().tries == MOST_TRIES
    clock.move_to("2026-11-23T18:00:00-04:00")
    page = as_(cast.susi).get("/hoy/").content.decode()
    assert "El aviso no pudo enviarse" in page
    assert "El aviso no pudo enviarse" not in as_(cast.ana).get("/hoy/").content.decode()


def test_what_was_sent_and_what_failed_is_on_the_trail(cast, call, outbox, settings, clock):
    working = settings.EMAIL_BACKEND
    use(settings, BrokenBackend)
    send_due_notices()
    settings.EMAIL_BACKEND = working
    clock.shift(timedelta(minutes=2))
    send_due_notices()
    told = [(entry.outcome, entry.actor_name, entry.subject_id) for entry in entries("notice_sent")]
    assert told == [
        ("failed", "casework.send_due_notices", call.case_id),
        ("done", "casework.send_due_notices", call.case_id),
    ]


def test_one_broken_notice_does_not_hold_up_the_others(cast, call, outbox, monkeypatch, rosario):
    make_follow_up(rosario, cast.paula, TODAY)
    healthy = EmailBackend.send_messages

    def refuses_ana(self, messages):
        if messages[0].to == [cast.ana.user.email]:
            raise ValueError
        return healthy(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuses_ana)
    send_due_notices()
    assert [sent.to for sent in outbox] == [[cast.paula.user.email]]


def test_a_batch_after_another_until_nothing_waits(cast, rosario, clock, outbox, monkeypatch):
    monkeypatch.setattr(notices, "BATCH", 2)
    for _ in range(5):
        make_follow_up(rosario, cast.ana, TODAY)
    send_due_notices()
    assert len(outbox) == 5


def test_every_change_of_a_notice_is_accounted_for(cast, rosario, everything_attributed):
    make_follow_up(rosario, cast.ana, timezone.localdate())
    send_due_notices()
    assert Notice.objects.get().sent_at is not None


def test_the_flag_is_read_at_the_moment_of_sending(cast, call, outbox):
    with working_as(cast.ana):
        notices.plan_notices(TODAY)
        lease, (notice_id,) = notices.claim_notices()
        contact = SafeContact.objects.get()
        contact.she_will_contact_us = True
        contact.save()
        notices.deliver(notice_id, lease)
    assert outbox == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="its test database lives in one thread")
def test_two_workers_at_once_send_each_notice_once(cast, outbox, clock):
    case = make_case(cast.ana)
    for _ in range(30):
        make_follow_up(case, cast.ana, TODAY)
    outbox.clear()
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        send_due_notices()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    ids = [sent.message()["Message-ID"] for sent in outbox]
    assert len(ids) == len(set(ids)) == 30
    assert Notice.objects.filter(sent_at=None).count() == 0
