"""What the women of these tests told, as the browser sends it; every one of them is made up."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.test import Client

from accounts.models import Membership
from accounts.staff import Staff, staff_for
from audit.context import acting
from casework.models import Case, Intake
from vault.keychain import open_keys

CONSENT = {
    "purposes": ["services", "referral_justice"],
    "fact_categories": ["identity", "risk"],
    "manner": "written",
    "given_on": "20/11/2026",
}
SAFE_CONTACT = {"phone": "712-34567", "is_phone_allowed": "yes", "code_word": "retama"}
SURVIVOR = {
    "chosen_name": "Mari",
    "given_names": "María Elena",
    "first_surname": "Quispe",
    "second_surname": "Mamani",
    "birth_date": "24/11/1990",
    "identity_document_kind": "tipo_documento_ci",
    "identity_card": "4567890",
    "municipality": "El Alto, La Paz",
    "languages": ["lang_002", "lang_006"],
    "dependants-TOTAL_FORMS": "2",
    "dependants-INITIAL_FORMS": "0",
    "dependants-0-name": "Juanito",
    "dependants-0-age": "4",
    "dependants-1-name": "",
}
INCIDENTS = {
    "incidents-TOTAL_FORMS": "1",
    "incidents-INITIAL_FORMS": "0",
    "incidents-0-narrative": "La amenazó delante de la wawa.",
    "incidents-0-happened_on": "15/11/2026",
    "incidents-0-violence_types": ["v01_fisica", "v03_psicologica"],
    "incidents-0-gbv_type": "gbv_tipo_physical_assault",
    "incidents-0-perpetrators-TOTAL_FORMS": "1",
    "incidents-0-perpetrators-INITIAL_FORMS": "0",
    "incidents-0-perpetrators-0-name": "Fulano Mengano",
    "incidents-0-perpetrators-0-relationship": "conviviente",
    "incidents-0-perpetrators-0-has_weapon": "no",
}
RISK = {"level": "high", "reason": "La amenazó con un cuchillo."}
NEEDS = {"kinds": ["safety", "legal"], "immediate_notes": "Dormirá donde su hermana."}

TOLD: Mapping[str, Mapping[str, Any]] = {
    "consent": CONSENT,
    "safe_contact": SAFE_CONTACT,
    "survivor": SURVIVOR,
    "incidents": INCIDENTS,
    "risk": RISK,
    "needs": NEEDS,
}
SECRETS = ("María", "Quispe", "4567890", "71234567", "712-34567", "retama", "Juanito", "cuchillo")


def begin(client: Client) -> str:
    """Begins an intake and answers its address."""
    return client.post("/casos/nuevo/")["Location"]


def tell(client: Client, address: str, **sections: Mapping[str, Any]) -> None:
    """Saves these sections of a fresh intake, and makes sure that each was kept."""
    for name, fields in sections.items():
        answer = client.post(f"{address}{name}/", {"version": "0", **fields})
        assert answer.status_code == 302, answer.content.decode()


def open_case(client: Client, address: str) -> Case:
    """Opens the case of an intake, and makes sure that it was opened."""
    answer = client.post(f"{address}abrir/")
    code = answer["Location"].split("/")[2]
    return Case.objects.get(code=code)


def a_case(client: Client, **sections: Mapping[str, Any]) -> Case:
    """A case in which everything was told, or these sections in their own way."""
    address = begin(client)
    tell(client, address, **{**TOLD, **sections})
    return open_case(client, address)


def intake_at(address: str) -> Intake:
    """The intake of an address."""
    return Intake.objects.get(code=address.split("/")[3])


@contextmanager
def keys_of(member: Membership) -> Iterator[Staff]:
    """Acting as this person, with her keys open, outside any page."""
    staff = staff_for(member.user)
    assert staff
    with acting(staff.actor), open_keys(staff.scope("test")):
        yield staff
