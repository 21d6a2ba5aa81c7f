import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vault.conftest import with_database
from vault.errors import KeyringUnusable, Tampered
from vault.keyring import Keyring, new_keyring, write_keyring
from vault.roots import keyring
from vault.system import open_for_system, seal_for_system


@with_database
@given(data=st.binary(max_size=200), purpose=st.text(max_size=20))
def test_a_secret_opens_for_its_purpose(norte, data, purpose):
    text = seal_for_system(purpose, data)
    assert text.isascii()
    assert open_for_system(purpose, text) == data
    with pytest.raises(Tampered):
        open_for_system(purpose + ".", text)


@with_database
@given(text=st.text(max_size=80))
def test_text_that_was_never_sealed_does_not_open(norte, text):
    with pytest.raises(Tampered):
        open_for_system("totp", text)
    with pytest.raises(Tampered):
        open_for_system("totp", "system:" + text)


@with_database
@given(position=st.integers(min_value=0))
def test_a_changed_secret_does_not_open(norte, position):
    text = seal_for_system("totp", b"JBSWY3DP")
    position %= len(text)
    changed = text[:position] + ("A" if text[position] != "A" else "B") + text[position + 1 :]
    with pytest.raises((Tampered, KeyringUnusable)):
        open_for_system("totp", changed)


def test_a_secret_stays_open_while_its_root_key_is_kept(norte, keyring_path):
    text = seal_for_system("totp", b"JBSWY3DP")
    old, added = keyring(), new_keyring().active
    write_keyring(keyring_path, Keyring(added.id, {**old.keys, added.id: added}), replace=True)
    assert open_for_system("totp", text) == b"JBSWY3DP"
    assert open_for_system("totp", seal_for_system("totp", b"new")) == b"new"
    write_keyring(keyring_path, Keyring(added.id, {added.id: added}), replace=True)
    keyring()
    with pytest.raises(KeyringUnusable):
        open_for_system("totp", text)
