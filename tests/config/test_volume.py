from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Membership, Partner
from accounts.staff import staff_for
from audit import tripwire
from audit.events import Event
from audit.models import TrailEntry
from casework import models
from casework.access import case_for
from casework.actions.opening import open_quick_case
from casework.actions.search import search_cases
from casework.models import Case
from config.volume.answers import told
from config.volume.loading import Volume
from config.volume.names import SURNAMES, surname
from vault.keychain import open_keys


@pytest.fixture
def volume(db):
    call_command("load_volume", partners=2, staff=5, cases=30, seed=7)


def counselor_of(partner: str):
    member = Membership.objects.get(user__email=f"counselor@{partner}.example")
    return staff_for(member.user, member.code)


@pytest.fixture
def counselor(volume):
    return counselor_of("volumen-01")


def test_cases_are_spread_evenly_and_people_too(volume):
    counts = Counter(Case.objects.values_list("partner__code", flat=True))
    assert counts == {"volumen-01": 15, "volumen-02": 15}
    assert Membership.objects.count() == 5
    assert {staff.partner.code for staff in map(counselor_of, counts)} == set(counts)


def test_the_rest_is_added_when_more_are_wanted(volume, capsys):
    call_command("load_volume", partners=2, staff=5, cases=40, seed=7)
    assert Case.objects.count() == 40
    assert "cases added: 10 in" in capsys.readouterr().out
    assert Partner.objects.count() == 2


def test_a_case_opens_under_the_same_door_and_keys_as_any_other(counselor):
    code = Case.objects.filter(partner_id=counselor.partner_id).latest("id").code
    with open_keys(counselor.scope("test")):
        case = case_for(counselor, code)
        assert case.survivor.first_surname in SURNAMES
        assert case.survivor.listing.masked_name.startswith(case.survivor.given_names[0])
        assert case.incidents.get().narrative
        assert case.safecontacts.get().phone.startswith("600")
        found = search_cases(case.survivor.first_surname[:4], by=counselor)
        assert case.code in [each.code for each in found]


def test_a_case_has_the_rows_that_a_quick_one_has_and_one_session_and_one_follow_up(counselor):
    loaded = Case.objects.filter(partner_id=counselor.partner_id, closed_at=None).latest("id")
    with open_keys(counselor.scope("test")):
        answers = told(Random(3), timezone.localdate(), "02")
        quick = open_quick_case(
            answers, seen=Case.objects.values_list("code", flat=True), by=counselor
        )
    expected = rows_of(quick) + Counter(["SupportSession", "FollowUp"])
    assert set(rows_of(loaded)) == set(expected)


def rows_of(case: Case) -> Counter[str]:
    """How many rows of each kind hang on a case."""
    kinds = [getattr(models, name) for name in models.__all__]
    return +Counter(
        {
            kind.__name__: kind._default_manager.filter(case=case).count()
            for kind in kinds
            if any(field.name == "case" for field in kind._meta.fields)
        }
    )


def test_each_row_left_its_entry_under_the_name_of_who_carries_the_case(counselor):
    for case in Case.objects.select_related("responsible"):
        created = TrailEntry.objects.about([case.id]).of_events([Event.CREATED])
        assert {entry.actor_name for entry in created} == {case.responsible.email}
        assert created.filter(object_pk=str(case.pk)).count() == 1
    tripwire.match(timezone.now() + timedelta(minutes=10))
    assert list(tripwire.unattributed()) == []


def test_the_same_seed_tells_the_same_stories(volume):
    again = Volume(2, 5, 30, 7)
    assert again.shares() == [("volumen-01", 15), ("volumen-02", 15)]
    told_twice = [told(Random(3), timezone.localdate(), "02") for _ in range(2)]
    assert told_twice[0] == told_twice[1] != told(Random(4), timezone.localdate(), "02")


def test_few_surnames_are_borne_by_many():
    chance = Random(1)
    counts = Counter(surname(chance) for _ in range(20_000))
    assert counts.most_common(1)[0][0] == "Mamani"
    assert 0.05 < counts["Mamani"] / 20_000 < 0.1
    assert len(counts) > 100


@pytest.mark.parametrize("words", [{"cases": 0}, {"staff": 1}, {"partners": 0}, {"processes": 0}])
def test_a_volume_that_cannot_be_is_refused(db, words):
    with pytest.raises(CommandError):
        call_command("load_volume", **{"partners": 2, "staff": 5, "cases": 30, **words})
    assert not Partner.objects.exists()


def test_nobody_of_the_volume_signs_in_outside_a_demo(volume):
    assert not any(member.user.has_usable_password() for member in Membership.objects.all())
