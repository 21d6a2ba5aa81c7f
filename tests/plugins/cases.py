"""Cases of norte: Rosario's, carried by Ana, and as many more as a test needs."""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import date

import pytest
from django.utils import timezone

from accounts.models import Membership
from accounts.staff import staff_for
from audit.context import acting
from casework.models import Case, CaseMember, Consent, FollowUp, Listing, SafeContact, Survivor
from casework.models.consent import ConsentPurpose
from vault.compartments import Compartment
from vault.ids import new_id
from vault.keychain import keychain, open_keys

CALL = "seguimiento_tipo_llamada"


@contextmanager
def working_as(member: Membership):
    """Act as this person, with the keys her rights open."""
    staff = staff_for(member.user, str(member.partner_id))
    with acting(staff.actor), open_keys(staff.scope("test")):
        yield staff


def make_case(
    member: Membership,
    *,
    given_names: str = "Rosario",
    surname: str = "Quenallata",
    phone: str = "71234567",
    **columns,
) -> Case:
    """A case carried by this person, with consent to the services and a confirmed safe contact."""
    today = timezone.localdate()
    with working_as(member) as staff:
        partner, keys = staff.partner, keychain()
        survivor = Survivor(id=new_id(), partner=partner, municipality="020101")
        keys.create(partner.id, survivor.id, [Compartment.IDENTITY])
        survivor.given_names = given_names
        survivor.first_surname = surname
        survivor.save()
        Listing.objects.create(
            partner=partner,
            survivor=survivor,
            masked_name=f"{given_names[0]}. {surname[0]}.",
            search_value=given_names.lower(),
        )
        case = Case(
            id=new_id(),
            partner=partner,
            survivor=survivor,
            responsible=member.user,
            **{"opened_at": timezone.now(), "risk_level": "medium", **columns},
        )
        keys.create(partner.id, case.id, [Compartment.CASE])
        case.save()
        row = {"partner": partner, "case": case, "created_by": member.user}
        CaseMember.objects.create(partner=partner, case=case, user=member.user)
        Consent.objects.create(
            purpose=ConsentPurpose.SERVICES, is_granted=True, given_on=today, **row
        )
        SafeContact.objects.create(
            phone=phone,
            whose_phone="hers",
            is_phone_allowed=True,
            is_message_allowed=False,
            what_to_say="Que llama de la biblioteca",
            code_word="naranja",
            confirmed_on=today,
            confirmed_by=member.user,
            **row,
        )
    return case


def make_follow_up(case: Case, member: Membership, due_on: date, **columns) -> FollowUp:
    """A pending follow-up of the case, for this person."""
    with working_as(member) as staff:
        follow_up = FollowUp.objects.create(
            partner_id=case.partner_id,
            case=case,
            created_by=staff.user,
            assigned_to=member.user,
            due_on=due_on,
            **{"kind": CALL, "what": "Preguntar por la audiencia", **columns},
        )
        case.next_due_on = min(due_on, case.next_due_on or due_on)
        case.save(update_fields=["next_due_on"])
    return follow_up


@pytest.fixture
def case_of() -> Callable[..., Case]:
    """Make a case for a person of the cast."""
    return make_case


@pytest.fixture
def rosario(cast) -> Case:
    """Rosario Quenallata's case, carried by Ana of norte."""
    return make_case(cast.ana)
