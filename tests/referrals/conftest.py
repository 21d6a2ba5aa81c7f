"""Rosario's case, carried by Ana of norte, and two offices to refer her to."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.utils import timezone

from accounts.staff import Staff, staff_for
from audit.background import background
from audit.context import acting
from casework.models import (
    AllegedPerpetrator,
    Case,
    CaseMember,
    Consent,
    Incident,
    Listing,
    Need,
    SafeContact,
    Survivor,
)
from casework.models.consent import FactCategory
from referrals.actions.catalogue import load_institutions
from referrals.models import Institution, Office
from vault.compartments import Compartment
from vault.ids import new_id
from vault.keychain import keychain, open_keys
from vault.wall import EVERYONE

NARRATIVE = "Relato inventado: zarzamora"
EVERY_CATEGORY = [category.value for category in FactCategory]


@contextmanager
def working_as(member):
    """Act as this person, with the keys her rights open."""
    staff = staff_for(member.user)
    with acting(staff.actor), open_keys(staff.scope("test")):
        yield staff


def grant(case: Case, purpose: str, *, by: Staff, categories=EVERY_CATEGORY, **columns) -> Consent:
    """Her yes to one purpose."""
    return Consent.objects.create(
        partner_id=case.partner_id,
        case=case,
        created_by=by.user,
        purpose=purpose,
        is_granted=True,
        fact_categories=list(categories),
        given_on=timezone.localdate(),
        **columns,
    )


@pytest.fixture
def case(cast) -> Case:
    with working_as(cast.ana) as ana:
        keys, partner = keychain(), ana.partner
        survivor = Survivor(id=new_id(), partner=partner, municipality="020101")
        keys.create(partner.id, survivor.id, [Compartment.IDENTITY])
        survivor.given_names = "Rosario"
        survivor.first_surname = "Quenallata"
        survivor.identity_document = {"kind": "ci", "number": "9988776", "complement": "1A"}
        survivor.birth_date = date(1990, 5, 17)
        survivor.save()
        Listing.objects.create(
            partner=partner, survivor=survivor, masked_name="R. Q.", search_value="rosario"
        )
        case = Case(
            id=new_id(),
            partner=partner,
            survivor=survivor,
            responsible=ana.user,
            opened_at=timezone.now(),
            risk_level="high",
        )
        keys.create(partner.id, case.id, [Compartment.CASE])
        case.save()
        row = {"partner": partner, "case": case, "created_by": ana.user}
        CaseMember.objects.create(partner=partner, case=case, user=ana.user)
        SafeContact.objects.create(
            **row, phone="60012345", is_phone_allowed=True, hours="De mañana"
        )
        incident = Incident.objects.create(
            **row, violence_types=["v01_fisica"], municipality="020101", narrative=NARRATIVE
        )
        AllegedPerpetrator.objects.create(
            **row, incident=incident, name="Severo Inventado", relationship="conviviente"
        )
        Need.objects.create(**row, kind="legal")
        grant(case, "services", by=ana, categories=[])
        grant(case, "referral_protection", by=ana)
    return case


@pytest.fixture
def institutions(db) -> None:
    with background("test"):
        load_institutions()


@pytest.fixture
def slim(institutions) -> Office:
    return office("mun_slim", "SLIM Distrito 3")


@pytest.fixture
def police(institutions) -> Office:
    return office("pol_felcv", "FELCV Zona Norte")


def office(institution: str, name: str, partner=None) -> Office:
    with background("test", partners=EVERYONE):
        return Office.objects.create(
            partner=partner,
            institution=Institution.objects.get(code=institution),
            name=name,
            municipality="020101",
        )
