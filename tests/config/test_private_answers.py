"""No page is kept by a browser, found by a search engine, or tells where somebody came from."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/entrar/", "/nowhere/", "/salud/", "/"])
def test_every_page_is_private(client, address):
    headers = client.get(address).headers
    assert headers["Cache-Control"] == "no-store, no-cache, must-revalidate, private"
    assert "noindex" in headers["X-Robots-Tag"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_content_policy_starts_from_nothing(client):
    policy = client.get("/entrar/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
