"""Institutions as seed data, and help lines: what exists, since when, and how sure we are."""

from datetime import date

from casework import catalogue
from casework.models.consent import ConsentPurpose

SEEDS = {seed.code: seed for seed in catalogue.institution_seed()}
BEFORE, AFTER = date(2025, 11, 23), date(2025, 11, 24)


def test_the_closed_ministry_of_justice_ends_the_day_before_its_functions_pass_on():
    assert SEEDS["nac_minjusticia"].valid_to == BEFORE
    assert SEEDS["nac_sepdavi"].parent_on(BEFORE) == "nac_minjusticia"
    assert SEEDS["nac_sepdavi"].parent_on(AFTER) == "nac_minpresidencia"
    assert SEEDS["nac_vio"].valid_from == AFTER


def test_a_dependency_nobody_has_found_out_is_empty_and_to_be_verified():
    sijplu = SEEDS["nac_sijplu"]
    assert sijplu.parent_on(AFTER) == ""
    assert [each.is_verified for each in sijplu.dependencies] == [True, False]
    assert not sijplu.is_verified
    assert SEEDS["mun_slim"].is_verified


def test_an_institution_without_changes_has_no_bounds_and_no_dependency():
    slim = SEEDS["mun_slim"]
    assert (slim.valid_from, slim.valid_to, slim.dependencies) == (None, None, ())


def test_every_parent_sector_and_consent_purpose_exists():
    for seed in SEEDS.values():
        assert all(each.parent in SEEDS or not each.parent for each in seed.dependencies)
        assert catalogue.term("sector", seed.sector)
        assert seed.consent_purpose in ConsentPurpose.values


def test_a_help_line_has_a_number_and_is_unverified_until_somebody_calls_it():
    lines = catalogue.help_lines()
    assert "800 14 0348" in {line.number for line in lines}
    assert all(line.number[0].isdigit() for line in lines)
    assert not any(line.is_verified for line in lines)
