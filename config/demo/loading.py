"""The whole demo: the network, its directory, its cases, and a few traces on the trail."""

from random import Random

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Partner
from accounts.staff import Staff
from audit.background import background
from audit.context import current_actor
from config.demo.crew import Crew, found_network, working_as
from config.demo.network import PARTNERS, DemoPartner
from config.demo.offices import OFFICES, place_of, telephone_of
from config.demo.playing import House, play
from config.demo.traces import leave_reads, leave_unfinished, try_to_trespass
from referrals.actions.catalogue import load_institutions
from referrals.actions.directory import add_office, verify_office
from referrals.models import Institution, Office

SEED = 348


def is_loaded() -> bool:
    """Whether the demo network is here already."""
    return Partner.objects.filter(code__in=[partner.code for partner in PARTNERS]).exists()


@transaction.atomic
def load() -> int:
    """Everything, or nothing if it fails; answers how many cases there are."""
    with background("load_demo", partners=None):
        load_institutions()
        crews = found_network(settings.DEMO_PASSWORD, current_actor())
        houses = {partner.code: _house_of(partner, crews[partner.code]) for partner in PARTNERS}
        cases = {code: play(house) for code, house in houses.items()}
        leave_unfinished(houses["norte"])
        for code, house in houses.items():
            leave_reads(house, cases[code])
        try_to_trespass(crews["sur"]["counselor"], cases["norte"][0])
    return sum(map(len, cases.values()))


def _house_of(partner: DemoPartner, crew: Crew) -> House:
    return House(
        crew=crew,
        offices=_open_offices(partner, crew["partner_admin"]),
        chance=Random(f"{SEED} {partner.code}"),  # noqa: S311  # invented data, no secret
        today=timezone.localdate(),
    )


def _open_offices(partner: DemoPartner, administrator: Staff) -> dict[str, Office]:
    """The partner's own offices by the code of their institution; the last is not verified yet."""
    institutions = {each.code: each for each in Institution.objects.all()}
    offices = {}
    with working_as(administrator) as by:
        for number, office in enumerate(OFFICES, start=1):
            answers = {
                "institution": institutions[office.institution],
                "name": office.name,
                "municipality": partner.municipality,
                "address": f"Calle {number} de ejemplo, {place_of(partner)}",
                "telephone": telephone_of(partner, number),
                "email": "",
                "hours": office.hours,
                "services": office.services,
            }
            offices[office.institution] = opened = add_office(answers, by=by)
            if office != OFFICES[-1]:
                verify_office(opened, by=by)
    return offices
