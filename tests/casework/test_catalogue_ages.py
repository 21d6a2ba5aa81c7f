"""Age bands, at their edges, by both lists."""

from itertools import pairwise

import pytest

from casework import catalogue


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (0, "0_11"),
        (11, "0_11"),
        (12, "12_17"),
        (17, "12_17"),
        (18, "18_59"),
        (59, "18_59"),
        (60, "60_mas"),
        (104, "60_mas"),
    ],
)
def test_the_prosecutors_band_of_an_age(age, band):
    assert catalogue.age_band(age) == f"grupo_edad_mp_{band}"


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (11, "0_11"),
        (12, "12_17"),
        (18, "18_25"),
        (25, "18_25"),
        (26, "26_40"),
        (40, "26_40"),
        (41, "41_60"),
        (60, "41_60"),
        (61, "61_mas"),
    ],
)
def test_the_gbvims_band_of_an_age(age, band):
    assert catalogue.age_band(age, catalogue.GBVIMS) == f"grupo_edad_gbvims_{band}"


def test_an_unknown_age_falls_in_no_band():
    assert catalogue.age_band(None) == catalogue.age_band(None, catalogue.GBVIMS) == ""


@pytest.mark.parametrize("list_name", [catalogue.PROSECUTOR, catalogue.GBVIMS])
def test_every_age_falls_into_exactly_one_band(list_name):
    bands = [t for t in catalogue.terms(list_name) if "from_age" in t.extra]
    assert bands[0].extra["from_age"] == 0
    assert bands[-1].extra["to_age"] is None
    for band, following in pairwise(bands):
        assert band.extra["to_age"] + 1 == following.extra["from_age"]
