import pytest
from django.test import RequestFactory

from audit.context import (
    NOBODY,
    Actor,
    acting,
    correlation_id,
    current_actor,
    device,
    peer_address,
    stamp,
)

ANA = Actor(id=None, name="ana@norte.example", role="counselor")


def visit(direct="10.0.0.1", forwarded=None, agent=""):
    extra = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    return RequestFactory().get("/", REMOTE_ADDR=direct, HTTP_USER_AGENT=agent, **extra)


def test_without_a_proxy_a_forwarded_address_is_not_believed(settings):
    settings.TRUSTED_PROXY_COUNT = 0
    assert peer_address(visit(forwarded="203.0.113.9")) == "10.0.0.1"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.7", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "2001:db8::7", "2001:db8::7"),
        (1, "fe80::1%eth0", "fe80::1"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
    ],
)
def test_the_address_is_the_one_our_own_proxy_wrote(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXY_COUNT = proxies
    assert peer_address(visit(forwarded=forwarded)) == expected


@pytest.mark.parametrize(
    "garbage", ["", ",", "unknown", "'; DROP TABLE", "999.1.1.1", "\x00", "1" * 5000, "10.0.0.1:80"]
)
def test_a_garbage_address_is_replaced_by_the_peer_s(settings, garbage):
    settings.TRUSTED_PROXY_COUNT = 1
    assert peer_address(visit(forwarded=garbage)) == "10.0.0.1"


def test_no_address_at_all_is_none(settings):
    settings.TRUSTED_PROXY_COUNT = 0
    assert peer_address(visit(direct="")) is None
    assert peer_address(visit(direct="unix:/run/amparo.sock")) is None


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120.0 Mobile Safari/537.36", "Android · Chrome"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120.0", "Windows · Edge"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Firefox/120.0", "Linux · Firefox"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Version/17.0 Safari/604.1", "iPhone · Safari"),
        ("curl/8.0", ""),
        ("<script>" * 9000, ""),
    ],
)
def test_a_device_is_told_coarsely(agent, expected):
    assert device(visit(agent=agent)) == expected


def test_the_correlation_id_is_ours_and_the_same_for_the_whole_visit():
    with acting(ANA):
        first = correlation_id()
        with acting(NOBODY):
            assert correlation_id() == first
    with acting(ANA):
        assert correlation_id() != first
    assert len(first) == 32


def test_who_acts_inside_keeps_the_address_and_gives_the_actor_back():
    with acting(NOBODY, address="10.0.0.1", device="Android"):
        with acting(ANA):
            assert stamp()["actor_name"] == "ana@norte.example"
            assert stamp()["address"] == "10.0.0.1"
            assert stamp()["device"] == "Android"
        assert current_actor() == NOBODY
    assert current_actor() == NOBODY


def test_an_actor_is_forgotten_when_the_deed_breaks():
    with pytest.raises(ValueError, match="broken"), acting(ANA):
        raise ValueError("broken")
    assert current_actor() == NOBODY
