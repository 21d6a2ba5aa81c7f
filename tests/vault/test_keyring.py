import json
from pathlib import Path

import pytest

from vault.errors import KeyringUnusable
from vault.ids import new_id
from vault.keyring import Keyring, new_keyring, read_keyring, write_keyring
from vault.models import PartnerKey
from vault.partners import create_partner_keys, secrets_of
from vault.roots import active_root, keyring, root_key


@pytest.fixture
def path(keyring_path) -> Path:
    return keyring_path


def test_a_keyring_reads_back_as_it_was_written(path):
    ring = new_keyring()
    write_keyring(path, ring, replace=False)
    assert read_keyring(path) == ring


def test_the_key_file_belongs_to_its_owner_alone(path):
    write_keyring(path, new_keyring(), replace=False)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666, 0o610])
def test_a_key_file_that_others_may_touch_is_refused(path, mode):
    write_keyring(path, new_keyring(), replace=False)
    read_keyring(path)
    path.chmod(mode)
    with pytest.raises(KeyringUnusable, match="chmod 600"):
        read_keyring(path)


def test_a_key_file_is_not_replaced_unless_that_is_asked(path):
    first, second = new_keyring(), new_keyring()
    write_keyring(path, first, replace=False)
    with pytest.raises(FileExistsError):
        write_keyring(path, second, replace=False)
    assert read_keyring(path) == first
    write_keyring(path, second, replace=True)
    assert read_keyring(path) == second
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda _text: "[]",
        lambda text: text.replace('"active": "', '"active": "x'),
        lambda text: text.replace('"key": "', '"key": "AAAA'),
        lambda text: text.replace('"kind": "file"', '"kind": "escrow"'),
        lambda text: text.replace('"format": 1', '"format": 2'),
    ],
)
def test_a_damaged_key_file_is_refused_without_quoting_it(path, damage):
    ring = new_keyring()
    write_keyring(path, ring, replace=False)
    secret = json.loads(path.read_text())["keys"][0]["slots"][0]["key"]
    path.write_text(damage(path.read_text()))
    with pytest.raises(KeyringUnusable) as refused:
        read_keyring(path)
    assert secret not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_root_key_never_shows_itself():
    root = new_keyring().active
    assert root.key.hex() not in repr(root)
    assert repr(root.key) not in repr(root)


def test_the_first_run_makes_the_key_file(path, db):
    assert not path.exists()
    assert keyring() == read_keyring(path)


def test_a_lost_key_file_is_not_made_anew(path, norte):
    path.unlink()
    with pytest.raises(KeyringUnusable, match="Put it back"):
        keyring()
    assert not path.exists()


def test_a_key_file_that_gained_a_key_is_read_again(path, norte):
    old = keyring()
    added = new_keyring().active
    write_keyring(path, Keyring(added.id, {**old.keys, added.id: added}), replace=True)
    assert root_key(added.id) == added
    assert active_root() == added
    assert root_key(old.active_id) == old.active


def test_a_root_key_of_another_installation_is_named(path, norte):
    unknown = new_id()
    with pytest.raises(KeyringUnusable, match=str(unknown)):
        root_key(unknown)


def test_partner_keys_need_the_root_key_they_were_wrapped_with(path, norte):
    assert len(secrets_of(norte)) == 2
    PartnerKey.objects.filter(partner_id=norte).update(root_key_id=new_id())
    sur = new_id()
    create_partner_keys(sur)
    PartnerKey.objects.filter(partner_id=sur).update(root_key_id=new_id())
    with pytest.raises(KeyringUnusable):
        secrets_of(sur)
