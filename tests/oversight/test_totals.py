"""Totals without persons."""

import pytest

from oversight.numbers import SMALLEST_SHOWN, shown


@pytest.mark.parametrize(("count", "words"), [(0, "0"), (1, "< 5"), (4, "< 5"), (5, "5")])
def test_small_counts_are_suppressed(count, words):
    assert shown(count) == words
    assert SMALLEST_SHOWN == 5


def test_the_coordinator_sees_totals_of_every_partner(cast, as_):
    page = as_(cast.rita).get("/red/").content.decode()
    assert "Centro Norte" in page
    assert "Casa del Sur" in page


@pytest.mark.parametrize("name", ["ana", "susi", "elena", "teo"])
def test_nobody_else_sees_the_networks_totals(cast, as_, name):
    assert as_(cast.rita).get("/red/").status_code == 200
    assert as_(getattr(cast, name)).get("/red/").status_code == 404


def test_an_inactive_partner_is_not_counted(cast, as_):
    cast.sur.is_active = False
    cast.sur.save()
    assert "Casa del Sur" not in as_(cast.rita).get("/red/").content.decode()
