"""The demo's people at work: each deed is done as one of them, with her rights and her keys."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.actions import admit_staff, create_partner
from accounts.models import Membership, Partner
from accounts.staff import Staff, staff_for
from audit.context import Actor, acting
from audit.reads import record_reads
from config.demo.network import PARTNERS, DemoPartner, staff
from vault.keychain import open_keys

PURPOSE = "load_demo"
Crew = Mapping[str, Staff]  # by the first half of the mail address: "counselor2"


def found_network(password: str, by: Actor) -> dict[str, Crew]:
    """The partners with their keys and all their people, by the partner's code.

    The password is everybody's and no secret: it is hashed once.
    """
    hashed = make_password(password)
    partners = {partner.code: _found(partner, by) for partner in PARTNERS}
    crews: dict[str, dict[str, Staff]] = {code: {} for code in partners}
    for person in staff():
        member = admit_staff(
            partners[person.partner] if person.partner else None,
            email=person.email,
            full_name=person.full_name,
            role=person.role,
            hashed_password=hashed,
            by=by,
        )
        if person.partner:
            crews[person.partner][person.email.partition("@")[0]] = _at_work(member)
    return dict(crews)


@contextmanager
def working_as(person: Staff) -> Iterator[Staff]:
    """Be her for a while; what she unseals is recorded when she is done."""
    with transaction.atomic(), acting(person.actor), open_keys(person.scope(PURPOSE)):
        yield person
        record_reads()


def _found(partner: DemoPartner, by: Actor) -> Partner:
    return create_partner(
        partner.code,
        name=partner.name,
        department=partner.department,
        municipality=partner.municipality,
        address=partner.address,
        city=partner.city,
        telephone=partner.telephone,
        by=by,
    )


def _at_work(member: Membership) -> Staff:
    found = staff_for(member.user, member.code)
    if found is None:
        raise RuntimeError(f"{member.user.email} was admitted and may not work")
    return found
