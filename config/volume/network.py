"""Invented partners and their staff, as many as asked for."""

from itertools import cycle, islice
from random import Random

from accounts.actions import admit_staff, create_partner
from accounts.models import Membership, Partner
from accounts.permissions import Permission, Role
from accounts.staff import Staff, staff_for
from audit.context import Actor
from casework import catalogue
from config.volume.names import given_names, surname

CODE = "volumen-{:02}"
ROLES = (
    ("counselor", Role.COUNSELOR),
    ("supervisor", Role.SUPERVISOR),
    ("counselor2", Role.COUNSELOR),
    ("psychologist", Role.PSYCHOLOGIST),
    ("legal_advisor", Role.LEGAL_ADVISOR),
    ("partner_admin", Role.PARTNER_ADMIN),
)


def partner_codes(count: int) -> list[str]:
    """The codes of the invented partners, such as ``volumen-01``."""
    return [CODE.format(number) for number in range(1, count + 1)]


def staff_by_partner(codes: list[str], count: int) -> dict[str, list[tuple[str, Role]]]:
    """Accounts and roles, dealt out in turn: no partner has two people before all have one."""
    dealt: dict[str, list[tuple[str, Role]]] = {code: [] for code in codes}
    for code in islice(cycle(codes), count):
        taken = len(dealt[code])
        account, role = ROLES[taken % len(ROLES)]
        round_number = taken // len(ROLES)
        dealt[code].append((f"{account}-{round_number}" if round_number else account, role))
    return dealt


def found_partner(
    code: str, people: list[tuple[str, Role]], hashed_password: str, by: Actor
) -> Partner:
    """The partner of this code with its staff, made unless it is there."""
    partner = Partner.objects.filter(code=code).first()
    if partner:
        return partner
    chance = Random(code)  # noqa: S311  # invented data, no secret
    place = chance.choice(catalogue.municipalities())
    partner = create_partner(
        code, name=f"Organización {code}", department=place.department_code,
        municipality=place.code, city=place.short_name, by=by,
    )  # fmt: skip
    for account, role in people:
        admit_staff(
            partner,
            email=f"{account}@{code}.example",
            full_name=f"{given_names(chance)} {surname(chance)}",
            role=role,
            hashed_password=hashed_password,
            by=by,
        )
    return partner


def case_workers(partner: Partner) -> list[Staff]:
    """Those of the partner who open cases, in the order in which they came."""
    members = Membership.objects.live().of_partner(partner.pk).select_related("user")
    staff = [staff_for(member.user, member.code) for member in members]
    return [each for each in staff if each and each.may(Permission.OPEN_CASE)]
