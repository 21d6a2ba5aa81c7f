"""The cast: Ana and her colleagues of norte, Sonia of sur, and the network's coordinator."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core import mail
from django.test import Client

from accounts import actions
from accounts.models import Membership, Partner, User
from accounts.permissions import Role
from audit.context import Actor, acting
from audit.models import TrailEntry
from config.celery import app as celery_app

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


@pytest.fixture(scope="session")
def keyring_of_the_tests(tmp_path_factory):
    """Where the tests' root key lies: never in the data folder of whoever runs them."""
    return tmp_path_factory.mktemp("keyring") / "keyring.json"


@pytest.fixture(autouse=True)
def quiet_surroundings(settings, tmp_path, keyring_of_the_tests):
    """Mail is kept in memory, tasks run at once, no attempt of another test is remembered."""
    settings.KEYRING_PATH = keyring_of_the_tests
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": str(tmp_path),
        }
    }
    settings.PASSWORD_HASHERS = ["tests.plugins.hasher.QuickArgon2"]
    settings.SECOND_FACTOR_REQUIRED = False
    celery_app.conf.task_always_eager = True
    yield
    celery_app.conf.task_always_eager = False


@pytest.fixture
def cast(db) -> Cast:
    with acting(SYSTEM):
        norte, sur = (
            actions.create_partner(
                code, name=name, department="02", municipality="020101", by=SYSTEM
            )
            for code, name in (("norte", "Centro Norte"), ("sur", "Casa del Sur"))
        )

        def member(partner: Partner | None, role: Role, name: str) -> Membership:
            place = partner.code if partner else "red"
            return working(
                actions.invite_staff(
                    partner,
                    email=f"{name.split(maxsplit=1)[0].lower()}@{place}.example",
                    full_name=name,
                    role=role,
                    by=SYSTEM,
                )
            )

        return Cast(
            norte=norte,
            sur=sur,
            ana=member(norte, Role.COUNSELOR, "Ana Choque"),
            paula=member(norte, Role.PSYCHOLOGIST, "Paula Rojas"),
            lidia=member(norte, Role.LEGAL_ADVISOR, "Lidia Vargas"),
            susi=member(norte, Role.SUPERVISOR, "Susana Poma"),
            elena=member(norte, Role.PARTNER_ADMIN, "Elena Ticona"),
            emma=member(norte, Role.PARTNER_ADMIN, "Emma Flores"),
            sonia=member(sur, Role.COUNSELOR, "Sonia Calle"),
            sara=member(sur, Role.PARTNER_ADMIN, "Sara Luna"),
            rita=member(None, Role.COORDINATOR, "Rita Paz"),
            teo=member(None, Role.SYSTEM_ADMIN, "Teo Rocha"),
        )


def working(member: Membership) -> Membership:
    """The member with a password, as after her first visit."""
    member.user.set_password(PASSWORD)
    member.user.save(update_fields=["password"])
    return member


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


BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


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
