import json
from io import StringIO

from django.core.management import call_command

from vault.ids import new_id
from vault.models import PartnerKey
from vault.roots import keyring


def status(*arguments: str) -> str:
    out = StringIO()
    call_command("vault_status", *arguments, stdout=out)
    return out.getvalue()


def test_the_status_counts_keys_and_what_needs_each_root_key(maria, norte, sur):
    told = json.loads(status("--json"))
    assert told["partners"] == 2
    assert told["partner_keys"] == {"search": 2, "values": 2}
    assert told["compartment_keys"] == {"identity": 1, "listing": 2, "psychological": 1}
    (root,) = told["root_keys"]
    assert (root["id"], root["is_active"], root["slots"]) == (
        str(keyring().active_id),
        True,
        ["file"],
    )
    assert root["partner_keys"] == 4
    assert told["missing_root_keys"] == {}


def test_the_status_names_a_root_key_that_is_missing(norte):
    missing = new_id()
    PartnerKey.objects.filter(purpose="search").update(root_key_id=missing)
    assert json.loads(status("--json"))["missing_root_keys"] == {str(missing): 1}
    assert f"MISSING root key {missing}: 1 partner keys or secrets" in status()


def test_the_status_shows_no_key(maria, keyring_path):
    slot = json.loads(keyring_path.read_text())["keys"][0]["slots"][0]
    assert slot["key"] not in status() + status("--json")
    assert "(active)" in status()
