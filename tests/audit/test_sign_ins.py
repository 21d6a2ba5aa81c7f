import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from audit.events import Event, Outcome
from audit.models import TrailEntry

PASSWORD = "trompo-azul-de-madera-47"


@pytest.fixture
def sofia(db):
    """Somebody who works for the network: nobody else is let in."""
    user = get_user_model().objects.create_user("sofia@norte.example", PASSWORD, full_name="Sofía")
    user.memberships.create(role="coordinator")
    return user


@pytest.fixture
def at_the_door(client, sofia):
    """Sends the sign-in form; what the trail says of it."""

    def send(address: str, password: str) -> list[TrailEntry]:
        before = TrailEntry.objects.count()
        client.post("/entrar/", {"login": address, "password": password})
        return list(TrailEntry.objects.order_by("id")[before:])

    return send


def test_a_sign_in_is_one_entry_in_her_name(at_the_door, sofia):
    (entry,) = at_the_door("sofia@norte.example", PASSWORD)
    assert (entry.event, entry.outcome) == (Event.SIGNED_IN, Outcome.DONE)
    assert (entry.actor_id, entry.actor_name) == (sofia.pk, "sofia@norte.example")
    assert entry.address == "127.0.0.1"


def test_a_wrong_password_is_one_refused_entry(at_the_door, sofia):
    (entry,) = at_the_door("Sofia@Norte.example", "otra")
    assert (entry.event, entry.outcome) == (Event.SIGN_IN_FAILED, Outcome.REFUSED)
    assert entry.actor_id == sofia.pk


def test_what_a_stranger_typed_is_not_kept(at_the_door):
    (entry,) = at_the_door("mi-clave-secreta@norte.example", PASSWORD)
    assert (entry.event, entry.actor_id, entry.actor_name) == (Event.SIGN_IN_FAILED, None, "")
    assert "mi-clave" not in str(vars(entry))


def test_leaving_is_one_entry(at_the_door, client, sofia):
    at_the_door("sofia@norte.example", PASSWORD)
    client.post(reverse("account_logout"))
    assert TrailEntry.objects.latest().event == Event.SIGNED_OUT
    assert TrailEntry.objects.latest().actor_id == sofia.pk


def test_a_sign_in_leaves_nothing_unattributed(at_the_door, everything_attributed):
    at_the_door("sofia@norte.example", PASSWORD)
