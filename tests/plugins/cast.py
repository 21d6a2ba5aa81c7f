"""The cast: Ana and her colleagues of norte, Sonia of sur, and the network's coordinator."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client

from accounts import actions
from accounts.models import Membership, Partner, User
from accounts.permissions import Role
from audit.context import Actor, acting
from audit.models import TrailEntry
from tests.plugins.stages import long_ago, stands

PASSWORD = "trompo-azul-de-madera-47"
SYSTEM = Actor(id=None, name="system")


@dataclass(frozen=True)
class Cast:
    """Two partners and the people of the tests, by first name."""

    norte: Partner
    sur: Partner
    ana: Membership
    paula: Membership
    lidia: Membership
    susi: Membership
    elena: Membership
    emma: Membership
    sonia: Membership
    sara: Membership
    rita: Membership
    teo: Membership


# By first name: where she works, as what, and her whole name.
PEOPLE = {
    "ana": ("norte", Role.COUNSELOR, "Ana Choque"),
    "paula": ("norte", Role.PSYCHOLOGIST, "Paula Rojas"),
    "lidia": ("norte", Role.LEGAL_ADVISOR, "Lidia Vargas"),
    "susi": ("norte", Role.SUPERVISOR, "Susana Poma"),
    "elena": ("norte", Role.PARTNER_ADMIN, "Elena Ticona"),
    "emma": ("norte", Role.PARTNER_ADMIN, "Emma Flores"),
    "sonia": ("sur", Role.COUNSELOR, "Sonia Calle"),
    "sara": ("sur", Role.PARTNER_ADMIN, "Sara Luna"),
    "rita": ("red", Role.COORDINATOR, "Rita Paz"),
    "teo": ("red", Role.SYSTEM_ADMIN, "Teo Rocha"),
}


@stands("cast", long_ago)
def make_cast(_below: None) -> Cast:
    """The partners and their people, each with a password."""
    with acting(SYSTEM):
        partners = {
            code: actions.create_partner(
                code, name=name, department="02", municipality="020101", by=SYSTEM
            )
            for code, name in (("norte", "Centro Norte"), ("sur", "Casa del Sur"))
        }
        members = {
            who: make_member(partners.get(place), role, name)
            for who, (place, role, name) in PEOPLE.items()
        }
    return Cast(**partners, **members)


def make_member(partner: Partner | None, role: Role, name: str) -> Membership:
    """Somebody who works there, as after her first visit."""
    email = f"{name.split(maxsplit=1)[0].lower()}@{partner.code if partner else 'red'}.example"
    with acting(SYSTEM):
        return working(
            actions.invite_staff(partner, email=email, full_name=name, role=role, by=SYSTEM)
        )


def working(member: Membership) -> Membership:
    """The member with a password."""
    member.user.set_password(PASSWORD)
    member.user.save(update_fields=["password"])
    return member


@pytest.fixture
def cast(db, stages) -> Cast:
    standing = stages.standing("cast")
    return read_again(standing) if standing else make_cast(None)


def read_again(cast: Cast) -> Cast:
    """The same people as the database has them, for one test to change as it likes."""
    partners = {partner.pk: partner for partner in Partner.objects.all()}
    members = {member.pk: member for member in members_with(partners)}
    rows = {**partners, **members}
    return Cast(**{each.name: rows[getattr(cast, each.name).pk] for each in fields(cast)})


def members_with(partners: Mapping[UUID, Partner]) -> Iterator[Membership]:
    """Everybody, at work in these very partners."""
    for member in Membership.objects.select_related("user"):
        member.partner = partners.get(member.partner_id)
        yield member


@pytest.fixture
def as_(client_for) -> Callable[..., Client]:
    """A browser in which this person is signed in; fresh: she has just proved that it is she."""

    def signed_in(member: Membership, *, fresh: bool = False) -> Client:
        client = client_for()
        client.force_login(User.objects.get(pk=member.user_id), backend=BACKEND)
        if fresh:
            prove(client, member)
        return client

    return signed_in


def prove(client: Client, member: Membership) -> None:
    """Let the session remember a password given this very moment."""
    session = client.session
    session["account_authentication_methods_user"] = str(member.user_id)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()


BACKEND = "accounts.backends.StaffBackend"


@pytest.fixture
def client_for() -> Callable[[], Client]:
    """A browser nobody has used."""
    return lambda: Client(HTTP_USER_AGENT="Mozilla/5.0 (Android 13) Chrome/130")


@pytest.fixture
def sign_in(client_for):
    """Try the front door with an address and a password."""

    def attempt(email: str, password: str = PASSWORD, client: Client | None = None, **extra):
        client = client or client_for()
        response = client.post("/entrar/", {"login": email, "password": password}, **extra)
        return client, response

    return attempt


def deeds() -> list[str]:
    """The deeds on the trail, the latest last."""
    return [entry.deed for entry in TrailEntry.objects.order_by("timestamp", "id") if entry.deed]


def entries(event: str) -> list[TrailEntry]:
    """The trail's entries of one kind, the latest last."""
    return list(TrailEntry.objects.filter(event=event).order_by("timestamp", "id"))


def without_keys(response) -> str:
    """The page without what differs from one showing to the next."""
    keys = ("csrfmiddlewaretoken", "submission_key")
    lines = response.content.decode().splitlines()
    return "\n".join(line for line in lines if not any(key in line for key in keys))


def link_in_mail() -> str:
    """The path of the link in the latest mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[-1].body)
    assert found
    return found.group(1)


@pytest.fixture
def suspend():
    """Suspend somebody, as the system would."""

    def done(member: Membership) -> None:
        with acting(SYSTEM):
            actions.suspend_staff(member, by=SYSTEM)

    return done
