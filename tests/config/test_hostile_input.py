"""What no browser sends is answered calmly, on every database, and never with a server error."""

import pytest

pytestmark = pytest.mark.django_db

HOSTILE = ["/entrar/?q=a%00b", "/entrar/?a%00b=q", "/ent%00rar/", "/entrar/?q=" + "a" * 5_000]


@pytest.mark.parametrize("address", HOSTILE)
def test_a_hostile_address_gets_the_calm_page(client, address):
    answer = client.get(address)
    assert answer.status_code == 400
    assert "No se pudo leer el pedido" in answer.content.decode()
    assert "<title>Agenda</title>" in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/entrar/?q=ab",
        "/entrar/?q=" + "a" * 3_000,
        "/entrar/?q=%E2%80%AEabc",  # bidirectional control
        "/entrar/?q=%ED%A0%80",  # half a character: read as a replacement mark
        "/entrar/?q=%7B%7B7*7%7D%7D",
        "/entrar/?q=%F0%9F%8C%BB",
    ],
)
def test_an_odd_but_harmless_address_gets_its_page(client, address):
    assert client.get(address).status_code == 200


def test_an_endless_path_is_refused(client):
    assert client.get("/" + "a" * 2_000 + "/").status_code == 400
    assert client.get("/" + "a" * 500 + "/").status_code == 404


def test_nul_in_a_cookie_or_a_header_is_refused(client):
    assert (
        client.get("/entrar/", headers={"cookie": r'sessionid="\000bcdefghij"'}).status_code == 400
    )
    assert client.get("/entrar/", headers={"cookie": "sessionid=abcdefghij"}).status_code == 200
    assert client.get("/entrar/", headers={"user-agent": "a\0b"}).status_code == 400


def test_a_form_answers_nul_beside_its_field(client):
    answer = client.post("/entrar/", {"login": "a\0b@norte.example", "password": "x\0y"})
    assert answer.status_code == 200
    assert "nulos" in answer.content.decode()


def test_a_body_past_every_limit_is_refused(client):
    body = {"login": "a" * 3_000_000, "password": "x"}
    assert client.post("/entrar/", body).status_code in {200, 400}
    fields = {f"field{number}": "" for number in range(2_500)}
    assert client.post("/entrar/", fields).status_code == 400
