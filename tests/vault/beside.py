"""What works beside a rotation, as a process of its own: in `manage.py shell`, `run("reads")`.

It stops when its input is closed, and writes what it did as one line of JSON.
"""

import json
import random
import select
import sys

from django.db import transaction

from accounts.models import Membership
from casework.models import SafeContact, Survivor
from tests.plugins.cases import working_as
from vault.compartments import Compartment
from vault.ids import new_id
from vault.keychain import keychain

PARTNER = "volumen-01"
COLUMNS = ("phone", "code_word", "hours")


def is_told_to_stop() -> bool:
    return bool(select.select([sys.stdin], [], [], 0)[0])


def reads() -> dict:
    """Reads everything again and again, each time as a request would; nothing may ever differ."""
    first, rounds = None, 0
    while not is_told_to_stop():
        found = told()
        first = first or found
        for row, values in first.items():
            assert found[row] == values, row
        rounds += 1
        if rounds == 1:
            say("ready")
    return {"rounds": rounds, "rows": len(first)}


def writes() -> dict:
    """Changes a phrase here and there, saves whole rows, and now and then opens a new file."""
    chance, written, made = random.Random(5), {}, 0
    member = counselor()
    ids = list(SafeContact.objects.values_list("id", flat=True))
    say("ready")
    while not is_told_to_stop():
        text = f"Que llama de la biblioteca {len(written)} {chance.random()}"
        with working_as(member), transaction.atomic():
            contact = SafeContact.objects.get(id=chance.choice(ids))
            contact.what_to_say = text
            contact.save()
        written[str(contact.id)] = text
        if chance.random() < 0.1:
            with working_as(member), transaction.atomic():
                new = Survivor(id=new_id(), partner=member.partner, municipality="020101")
                keychain().create(member.partner.id, new.id, [Compartment.IDENTITY])
                new.given_names = "Nueva"
                new.save()
            made += 1
    return {"written": written, "made": made}


def told() -> dict:
    """What a counselor's request would read of every survivor and contact."""
    with working_as(counselor()):
        survivors = Survivor.objects.filter(given_names_sealed__isnull=False)
        contacts = SafeContact.objects.all()
        return {
            **{str(row.id): row.full_name for row in survivors},
            **{str(row.id): [getattr(row, name) for name in COLUMNS] for row in contacts},
        }


def counselor():

    found = Membership.objects.select_related("user", "partner")
    return found.get(user__email=f"counselor@{PARTNER}.example")


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def run(what: str) -> None:
    say(json.dumps({"reads": reads, "writes": writes, "told": told}[what]()))
