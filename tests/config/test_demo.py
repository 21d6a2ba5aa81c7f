"""The demo is loaded once for all these tests: it is only looked at."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, Partner, User
from accounts.permissions import Role
from audit import tripwire
from audit.events import Event
from audit.models import TrailEntry
from casework.models import Case, Consent, FollowUp, Intake, SafeContact, SupportSession
from casework.models.case import RiskLevel, Stage
from casework.models.consent import ConsentPurpose
from casework.models.follow_up import FollowUpState
from casework.models.session import SessionKind
from config.demo.loading import load
from config.demo.network import PARTNERS, staff
from referrals.models import Office, Referral
from referrals.models.referral import AWAITING_ANSWER, ReferralState
from tests.plugins.cast import PASSWORD

EACH_PARTNER = [partner.code for partner in PARTNERS]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The loaded demo, taken back when the last of these tests is done."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(
            "django.conf.settings.KEYRING_PATH", tmp_path_factory.mktemp("demo") / "keyring.json"
        )
        with transaction.atomic():
            load()
            yield
            transaction.set_rollback(True)


@pytest.fixture
def shown(demo, settings, db):
    settings.DEMO = True


def test_the_demo_is_refused_where_it_was_not_asked_for(db, settings):
    settings.DEMO = False
    before = TrailEntry.objects.count()
    with pytest.raises(CommandError, match="AMPARO_DEMO=1"):
        call_command("load_demo")
    assert TrailEntry.objects.count() == before


def test_loading_it_again_changes_nothing(shown, capsys):
    before = TrailEntry.objects.count()
    call_command("load_demo")
    assert "already" in capsys.readouterr().out
    assert TrailEntry.objects.count() == before


def test_everybody_the_readme_names_works_there(shown):
    people = {person.email: person.role for person in staff()}
    members = Membership.objects.live().values_list("user__email", "role")
    assert dict(members) == people
    for partner in EACH_PARTNER:
        accounts = {*Role.values, "counselor2"} - {Role.COORDINATOR, Role.SYSTEM_ADMIN}
        assert {f"{account}@{partner}.example" for account in accounts} <= people.keys()
    assert {"coordinator@red.example", "system_admin@red.example"} <= people.keys()


def test_everybody_signs_in_with_the_one_password(shown, settings):
    for user in User.objects.all()[:3]:
        assert user.check_password(settings.DEMO_PASSWORD)
        assert not user.check_password(PASSWORD)


@pytest.mark.parametrize("code", EACH_PARTNER)
def test_each_partner_has_forty_cases_in_every_stage(shown, code):
    cases = Case.objects.filter(partner__code=code)
    assert cases.count() == 40
    stages = Counter(cases.values_list("stage", flat=True))
    assert min(stages[stage] for stage in Stage.values) >= 4
    assert set(cases.values_list("risk_level", flat=True)) == set(RiskLevel.values)
    assert cases.filter(is_quick=True).exclude(sections_to_complete=[]).count() == 4
    assert cases.filter(closures__reopened_at__isnull=False, closed_at=None).count() == 2


@pytest.mark.parametrize("code", EACH_PARTNER)
def test_cases_stand_in_the_order_in_which_the_women_came(shown, code):
    days = Case.objects.filter(partner__code=code).newest_first()
    came = [timezone.localdate(moment) for moment in days.values_list("opened_at", flat=True)]
    assert came == sorted(came, reverse=True)
    assert came[0] == timezone.localdate()
    assert came[-1] < timezone.localdate() - timedelta(days=180)


@pytest.mark.parametrize("code", EACH_PARTNER)
def test_follow_ups_are_done_due_overdue_to_come_and_left_to_her(shown, code):
    today = timezone.localdate()
    follow_ups = FollowUp.objects.filter(partner__code=code)
    pending = follow_ups.pending()
    assert pending.filter(due_on=today, due_at_time__isnull=False).count() >= 2
    assert pending.filter(due_on=today, due_at_time=None).count() >= 2
    assert pending.filter(due_on__lt=today).count() >= 4
    assert pending.filter(due_on__gt=today).count() >= 10
    states = set(follow_ups.values_list("state", flat=True))
    assert {FollowUpState.DONE, FollowUpState.SHE_WILL_CONTACT} <= states
    assert SafeContact.objects.filter(partner__code=code, she_will_contact_us=True).count() == 2


@pytest.mark.parametrize("code", EACH_PARTNER)
def test_every_kind_of_session_was_held_by_somebody_inside_its_wall(shown, code):
    held = SupportSession.objects.filter(partner__code=code).order_by()
    roles = held.values_list("kind", "held_by__memberships__role").distinct()
    assert set(roles) == {
        (SessionKind.SOCIAL, Role.COUNSELOR),
        (SessionKind.PSYCHOLOGICAL, Role.PSYCHOLOGIST),
        (SessionKind.LEGAL, Role.LEGAL_ADVISOR),
    }


@pytest.mark.parametrize("code", EACH_PARTNER)
def test_referrals_stand_in_every_state_and_some_have_waited_for_weeks(shown, code):
    sent = Referral.objects.filter(partner__code=code)
    assert set(sent.values_list("state", flat=True)) == set(ReferralState.values)
    silent = [each.days_of_silence() for each in sent.filter(state__in=AWAITING_ANSWER)]
    assert max(silent) > 30
    assert min(silent) < 7


@pytest.mark.parametrize("code", EACH_PARTNER)
def test_some_consents_do_not_reach_a_referral_and_some_end_soon(shown, code):
    given = Consent.objects.filter(partner__code=code)
    refused = given.filter(purpose=ConsentPurpose.REFERRAL_JUSTICE, is_granted=False)
    assert refused.filter(case__closed_at=None).count() >= 3
    soon = timezone.localdate() + timedelta(days=7)
    assert given.filter(is_granted=True, ends_on__lte=soon).exists()


@pytest.mark.parametrize("code", EACH_PARTNER)
def test_many_safe_contacts_are_to_be_asked_again(shown, code):
    month_ago = timezone.localdate() - timedelta(days=30)
    contacts = SafeContact.objects.filter(partner__code=code, confirmed_on__lt=month_ago)
    assert contacts.filter(case__closed_at=None).count() >= 10


@pytest.mark.parametrize("code", EACH_PARTNER)
def test_each_directory_has_verified_offices_and_one_to_verify(shown, code):
    offices = Office.objects.filter(partner__code=code)
    assert offices.filter(verified_on__isnull=False).count() == offices.count() - 1 >= 7


def test_the_counselor_of_norte_has_intakes_to_finish(shown):
    unfinished = Intake.objects.unfinished()
    assert {intake.opened_by.email for intake in unfinished} == {"counselor@norte.example"}
    assert unfinished.count() == 2


def test_a_stranger_s_attempt_stands_on_the_trail_of_norte(shown):
    norte = Partner.objects.get(code="norte")
    refused = TrailEntry.objects.for_partner(norte.pk).of_events([Event.REFUSED]).get()
    assert refused.actor_name == "counselor@sur.example"


def test_what_the_demo_did_stands_on_the_trail_as_its_people_s(shown):
    assert TrailEntry.objects.filter(deed="admit_staff").count() == len(list(staff()))
    opened = TrailEntry.objects.filter(deed="open_case").order_by()
    who = set(opened.values_list("actor_name", flat=True))
    assert {"counselor@norte.example", "psychologist@valle.example"} <= who
    assert all(name.endswith(".example") for name in who)


def test_nothing_was_written_past_the_trail(shown):
    tripwire.match(timezone.now() + timedelta(minutes=10))
    assert list(tripwire.unattributed()) == []
