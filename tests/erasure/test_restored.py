"""A restored backup does not bring her back: the list outside the database does it again."""

import json
from io import StringIO
from uuid import UUID

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from audit.models import TrailEntry
from casework.models import Case, Listing, Survivor
from config.rotation import rotate_partner, rotate_root
from erasure.actions.asking import decline_erasure
from erasure.book import lines
from erasure.checks import no_erasure_is_unknown
from erasure.models import ErasedCase, Erasure
from erasure.restored import unknown_lines
from tests.erasure.conftest import approve, ask
from tests.erasure.dumps import dump, raw, restore
from tests.plugins.cases import working_as
from tests.plugins.house import closed_case
from vault.errors import VaultError
from vault.models import CompartmentKey

pytestmark = pytest.mark.django_db(transaction=True)


def reapply(*arguments):
    out, err = StringIO(), StringIO()
    call_command("reapply_erasures", *arguments, stdout=out, stderr=err)
    return out.getvalue()


def warnings():
    return no_erasure_is_unknown(app_configs=None, databases=["default"])


@pytest.fixture
def brought_back(house, tmp_path):
    """Norte's survivor was erased; then a dump of before was put back."""
    case = Case.objects.get(pk=house.norte.case.pk)
    asked = ask(case, house.norte["counselor"])
    old = dump(tmp_path / "old.dump")
    approve(asked, house.norte["supervisor"])
    assert not Case.objects.filter(pk=case.pk).exists()
    restore(old)
    return case


def test_a_restored_dump_brings_her_back_and_the_command_erases_her_again(
    house, brought_back, tmp_path
):
    case, woman = brought_back, house.norte.woman
    keys = [
        str(one)
        for one in CompartmentKey.objects.filter(owner_id=case.id).values_list("id", flat=True)
    ]
    wrapped = bytes(CompartmentKey.objects.filter(owner_id=case.id).first().wrapped)
    with working_as(house.norte["counselor"]):
        assert Survivor.objects.get(pk=case.survivor_id).given_names == woman.given_names
    assert [each.id for each in warnings()] == ["erasure.W001"]

    assert "erased again (everything): 1 cases" in reapply()

    assert not Survivor.objects.filter(pk=case.survivor_id).exists()
    assert not CompartmentKey.objects.filter(id__in=keys).exists()
    assert not Case.objects.filter(pk=case.pk).exists()
    assert ErasedCase.objects.count() == 1
    assert Erasure.objects.get().state == "again"
    assert warnings() == []
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        assert wrapped.hex().encode() not in raw(tmp_path)


def test_doing_it_twice_changes_nothing(house, brought_back):
    reapply()
    before = TrailEntry.objects.count()
    assert "Nothing to do" in reapply()
    assert TrailEntry.objects.count() == before


def test_a_dry_run_says_what_it_would_do_and_does_nothing(house, brought_back):
    assert "would be erased again" in reapply("--dry-run")
    assert Case.objects.filter(pk=brought_back.pk).exists()


def test_each_erasure_done_again_leaves_one_entry(house, brought_back):
    reapply()
    entries = TrailEntry.objects.filter(deed="reapply_erasures", event="deed")
    assert [entry.details["case"] for entry in entries] == [brought_back.code]
    assert entries[0].actor_role == "system"


def test_a_forged_line_is_refused_and_the_others_are_applied(house, brought_back):
    path = settings.ERASURES_PATH
    [line] = path.read_text().splitlines()
    told = json.loads(line)
    told["survivor"] = str(house.sur.case.survivor_id)
    told["case"] = str(house.sur.case.pk)
    path.write_text(f"{json.dumps(told)}\n{line}\nhalf a li")
    with pytest.raises(CommandError, match="2 lines"):
        reapply()
    assert Case.objects.filter(pk=house.sur.case.pk).exists()
    assert not Case.objects.filter(pk=brought_back.pk).exists()


def test_a_line_after_one_that_was_torn_by_a_power_cut_is_whole(house, erased):
    path = settings.ERASURES_PATH
    path.write_text(path.read_text() + '{"half": ')
    approve(ask(house.sur.case, house.sur["counselor"]), house.sur["supervisor"])
    assert [isinstance(line, Exception) for line in lines()] == [False, True, False]


def test_the_list_names_ids_only_and_nobody_else_reads_it(house, erased):
    path = settings.ERASURES_PATH
    assert path.stat().st_mode & 0o777 == 0o600
    [line] = path.read_text().splitlines()
    told = json.loads(line)
    assert set(told) == {"format", "id", "partner", "survivor", "case", "extent", "keys", "mark"}
    assert house.norte.case.code not in line


def test_a_list_of_another_place_is_read_and_one_that_is_not_there_is_said(
    house, brought_back, tmp_path
):
    elsewhere = settings.ERASURES_PATH.rename(tmp_path / "carried.jsonl")
    assert unknown_lines() == []
    with pytest.raises(CommandError, match="no list"):
        reapply("--list", str(tmp_path / "none"))
    assert "erased again" in reapply("--list", str(elsewhere))


def test_without_the_list_the_erasure_does_not_happen(house, settings, tmp_path):
    asked = ask(house.norte.case, house.norte["counselor"])
    blocked = tmp_path / "file"
    blocked.write_text("")
    settings.ERASURES_PATH = blocked / "erasures.jsonl"
    with pytest.raises(OSError, match="File exists"):
        approve(asked, house.norte["supervisor"])
    assert Case.objects.filter(pk=house.norte.case.pk).exists()
    assert Erasure.objects.get().state == "waiting"


def test_a_dump_of_before_her_time_is_no_hindrance(house, tmp_path):
    old = dump(tmp_path / "old.dump")
    with working_as(house.norte["counselor"]) as staff:
        late = closed_case(by=staff)
    approve(ask(late, house.norte["counselor"]), house.norte["supervisor"])
    restore(old)
    assert "erased again (everything): 0 cases, 0 keys" in reapply()
    assert warnings() == []


def test_the_list_outlives_an_exchange_of_the_root_key(house, own_keyring, tmp_path):
    old = dump(tmp_path / "old.dump")
    approve(ask(house.norte.case, house.norte["counselor"]), house.norte["supervisor"])
    before = settings.ERASURES_PATH.read_text()
    list(rotate_root())
    assert settings.ERASURES_PATH.read_text() != before
    assert [isinstance(line, Exception) for line in lines()] == [False]
    restore(old)
    assert "erased again" in reapply()


def test_an_old_dump_opens_no_listing_once_the_partners_keys_were_exchanged(house):
    listing = Listing.objects.get(survivor=house.norte.case.survivor_id)
    of_the_dump = listing.masked_name_sealed
    with working_as(house.norte["counselor"]):
        assert listing.masked_name == house.norte.woman.masked
        sealed_under = UUID(bytes=of_the_dump.raw[1:17])
        assert CompartmentKey.objects.filter(id=sealed_under).exists()
    list(rotate_partner("norte"))
    assert not CompartmentKey.objects.filter(id=sealed_under).exists()
    listing.refresh_from_db()
    with working_as(house.norte["counselor"]):
        assert listing.masked_name == house.norte.woman.masked
        listing.masked_name_sealed = of_the_dump
        with pytest.raises(VaultError):
            _ = listing.masked_name


def failing_approval(asked, member):
    """The line is on the disk, and then the database does not commit."""
    with transaction.atomic():
        approve(asked, member)
        transaction.set_rollback(True)


def test_what_was_approved_and_not_committed_is_done_by_the_command(house):
    asked = ask(house.norte.case, house.norte["counselor"])
    failing_approval(asked, house.norte["supervisor"])
    assert Case.objects.filter(pk=house.norte.case.pk).exists()
    assert "erased again (everything): 1 cases" in reapply()


def test_what_was_declined_after_a_failed_approval_is_not_erased(house):
    asked = ask(house.norte.case, house.norte["counselor"])
    failing_approval(asked, house.norte["supervisor"])
    with working_as(house.norte["supervisor"]) as staff:
        decline_erasure(Erasure.objects.get(), words="Cambió de idea", by=staff)
    assert "Nothing to do" in reapply()
    assert Case.objects.filter(pk=house.norte.case.pk).exists()
