"""Slots, shares, recovery and its rehearsal, as the person at the machine meets them."""

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command

from audit.models import TrailEntry
from tests.vault.conftest import scope
from tests.vault.shelf import Person
from vault import custody
from vault.errors import KeyringUnusable, SlotRefused, Tampered
from vault.keychain import open_keys
from vault.models import PartnerKey
from vault.partners import _opened, rewrapped
from vault.rewriting import rewrite
from vault.roots import _read, keyring
from vault.slots.kinds import Cost

PASSPHRASE = "quinua alpaca totora 47"
QUICK = Cost(memory_kib=64, passes=1, lanes=1)


@pytest.fixture
def typed(monkeypatch):
    """Somebody who types these lines."""

    def lines(*given: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in given)))

    return lines


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("keyring", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def printed_shares(out: str) -> list[str]:
    parts = out.split("Commitments", maxsplit=1)[0].split("needed:\n")[1:]
    return [" ".join(part.split("\n\n")[0].split()) for part in parts]


def document(path) -> dict:
    return json.loads(path.read_text())


def change_slot(path, kind, **values) -> None:
    changed = document(path)
    for slot in changed["keys"][0]["slots"]:
        if slot["kind"] == kind:
            slot.update(values)
    path.write_text(json.dumps(changed))


def reads_again(maria, norte) -> bool:
    _opened.clear()
    _read.clear()
    with open_keys(scope(norte)):
        return Person.objects.get(id=maria.id).surname == "Quispe"


def deeds() -> list[tuple[str, str]]:
    entries = TrailEntry.objects.order_by("timestamp", "id")
    return [(entry.deed, entry.outcome) for entry in entries if entry.deed]


def test_losing_the_key_file_is_survived_with_three_of_five_shares(
    maria, norte, keyring_path, typed
):
    shares = printed_shares(run("shares", "--k", "3", "--of", "5"))
    keyring_path.unlink()
    with pytest.raises(KeyringUnusable, match="join shares"):
        reads_again(maria, norte)
    typed(shares[4], shares[0], shares[2])
    assert "in the key file again" in run("join")
    assert reads_again(maria, norte)
    assert keyring_path.stat().st_mode & 0o777 == 0o600
    assert deeds() == [("make_key_shares", "done"), ("join_key_shares", "done")]


def test_a_bad_share_is_named_and_asked_for_again(maria, norte, keyring_path, typed, tmp_path):
    out = run("shares", "--k", "2", "--of", "3")
    shares = printed_shares(out)
    (tmp_path / "commitments").write_text(out.split("):\n")[1])
    keyring_path.unlink()
    typed(shares[0][:-1] + ("0" if shares[0][-1] != "0" else "1"), shares[0], shares[0], shares[1])
    told = run("join", "--commitments", str(tmp_path / "commitments"))
    assert "is mistyped" in told
    assert "Share 1 was given already" in told
    assert reads_again(maria, norte)


def test_too_few_shares_write_nothing(maria, keyring_path, typed):
    shares = printed_shares(run("shares"))
    keyring_path.unlink()
    typed(shares[0], shares[1], "")
    with pytest.raises(CommandError, match="2 shares were given, 3 are needed"):
        run("join")
    assert not keyring_path.exists()
    assert deeds()[-1] == ("make_key_shares", "done")


def test_shares_of_another_house_do_not_replace_the_key(maria, norte, keyring_path, typed):
    shares = custody.new_shares(2, 3)
    forged = custody.make_shares(shares[0].root_id, b"\0" * 32, 2, 3)
    kept = keyring_path.read_bytes()
    keyring_path.unlink()
    typed(forged[0].text(), forged[1].text())
    with pytest.raises(CommandError, match="does not open the keys"):
        run("join")
    assert not keyring_path.exists()
    keyring_path.write_bytes(kept)
    keyring_path.chmod(0o600)
    assert reads_again(maria, norte)


def test_a_passphrase_opens_when_the_plain_key_is_gone(maria, norte, keyring_path, settings):
    custody.add_passphrase(PASSPHRASE, QUICK)
    settings.KEYRING_PASSPHRASE = PASSPHRASE
    custody.remove_slot("file")
    assert keyring().active.kinds == ["passphrase"]
    assert reads_again(maria, norte)
    settings.KEYRING_PASSPHRASE = PASSPHRASE + "!"
    keyring_path.touch()
    with pytest.raises(KeyringUnusable, match="not what it was made with"):
        assert keyring().active


@pytest.mark.parametrize(
    "change", [{"memory_kib": 8}, {"passes": 2}, {"salt": "AAAAAAAAAAAAAAAAAAAAAA=="}]
)
def test_a_cheaper_argon_is_noticed(norte, keyring_path, change):
    custody.add_passphrase(PASSPHRASE, QUICK)
    assert [trial.failed for trial in custody.rehearse(PASSPHRASE, [])] == [False, False, False]
    change_slot(keyring_path, "passphrase", **change)
    assert [trial.failed for trial in custody.rehearse(PASSPHRASE, [])] == [False, True, False]


def test_a_changed_number_of_shares_is_noticed(norte, keyring_path):
    shares = custody.new_shares(3, 5)
    assert [trial.failed for trial in custody.rehearse("", shares)] == [False, False, False]
    change_slot(keyring_path, "shares", k=2)
    assert [trial.failed for trial in custody.rehearse("", shares)] == [False, True, False]
    with pytest.raises(Tampered):
        custody.recover(shares[:3])


def test_a_systemd_credential_opens(maria, norte, keyring_path, settings, tmp_path):
    folder = tmp_path / "credentials"
    folder.mkdir()
    told = run("add-slot", "credential", "--name", "amparo", "--write", str(folder / "amparo"))
    assert "systemd-creds encrypt --name=amparo" in told
    assert (folder / "amparo").stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="last slot that opens"):
        run("remove-slot", "file")
    settings.KEYRING_CREDENTIALS = str(folder)
    run("remove-slot", "file")
    assert deeds() == [("add_key_slot", "done"), ("remove_key_slot", "done")]
    assert keyring().active.kinds == ["credential"]
    assert reads_again(maria, norte)
    change_slot(keyring_path, "credential", name="../amparo")
    with pytest.raises(KeyringUnusable, match="no plain file"):
        assert keyring().active


def test_the_last_slot_that_opens_is_not_removed(norte, keyring_path):
    custody.new_shares(2, 3)
    with pytest.raises(SlotRefused, match="last slot"):
        custody.remove_slot("file")
    with pytest.raises(SlotRefused, match="no slot of kind"):
        custody.remove_slot("credential")
    custody.remove_slot("shares")
    assert keyring().active.kinds == ["file"]


def test_a_passphrase_is_asked_for_twice_and_never_an_argument(norte, typed):
    typed(PASSPHRASE, PASSPHRASE)
    assert "added: passphrase" in run("add-slot", "passphrase")
    assert keyring().active.kinds == ["file", "passphrase"]
    typed(PASSPHRASE, PASSPHRASE + "x")
    with pytest.raises(CommandError, match="not the same"):
        run("add-slot", "passphrase")
    typed("corta", "corta")
    with pytest.raises(CommandError, match="at least 16"):
        run("add-slot", "passphrase")


def test_a_rotated_root_key_stands_in_slots_of_the_same_kinds(keyring_of_the_cast, settings):
    custody.add_passphrase(PASSPHRASE, QUICK)
    settings.KEYRING_PASSPHRASE = PASSPHRASE
    custody.remove_slot("file")
    call_command("rotate_keys", "--root", stdout=io.StringIO())
    assert keyring().active.kinds == ["passphrase"]
    assert [trial.failed for trial in custody.rehearse(PASSPHRASE, [])] == [False, False]


def test_an_old_root_key_is_forgotten_only_when_nothing_needs_it(keyring_of_the_cast):
    old = keyring().active_id
    with pytest.raises(CommandError, match="active"):
        run("forget", str(old))
    call_command("rotate_keys", "--root", stdout=io.StringIO())
    assert custody.unneeded() == [old]
    run("forget", str(old))
    assert deeds()[-1] == ("forget_root_key", "done")
    assert set(keyring().keys) == {keyring().active_id}
    with pytest.raises(CommandError, match="has no root key"):
        run("forget", str(old))


def test_a_root_key_that_is_needed_is_not_forgotten(keyring_of_the_cast):
    old = keyring().active
    call_command("rotate_keys", "--root", stdout=io.StringIO())
    row = PartnerKey.objects.first()
    rewrite(PartnerKey, ("wrapped", "root_key_id"), [rewrapped(row, old)])
    with pytest.raises(CommandError, match="needed by 1"):
        run("forget", str(old.id))
    assert old.id in keyring().keys


def test_a_drill_tells_what_passed_and_leaves_it_on_the_trail(norte, keyring_path, typed):
    custody.add_passphrase(PASSPHRASE, QUICK)
    shares = [share.text() for share in custody.new_shares(2, 3)]
    typed(PASSPHRASE, shares[0], shares[2])
    told = run("drill")
    assert told.count("passed:") == 4
    assert deeds()[-1] == ("rehearse_recovery", "done")
    typed("", "")
    assert run("drill").count("not tried:") == 2
    typed(PASSPHRASE + "?", "")
    with pytest.raises(CommandError, match="failed"):
        run("drill")
    assert deeds()[-1] == ("rehearse_recovery", "failed")


def test_nothing_that_is_shown_holds_a_key(norte, keyring_path, typed):
    custody.add_passphrase(PASSPHRASE, QUICK)
    custody.new_shares(2, 3)
    typed(PASSPHRASE, "")
    shown = run("show") + run("drill")
    secrets = [
        slot.get("key") or slot["wrapped"] for slot in document(keyring_path)["keys"][0]["slots"]
    ]
    assert len(secrets) == 3
    for secret in [*secrets, PASSPHRASE, keyring().active.key.hex()]:
        assert secret not in shown
    assert "shares: 2 of 3" in shown
