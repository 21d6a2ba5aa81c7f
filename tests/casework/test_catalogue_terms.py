"""The coded lists: complete in both languages, each fact with its source and its certainty."""

import json

import pytest
from django.utils.translation import override

from casework import catalogue
from casework.catalogue.files import DATA
from casework.catalogue.sources import OWN_KNOWLEDGE, is_verified, tags_in

EVERY_TERM = [(name, term) for name in catalogue.list_names() for term in catalogue.terms(name)]


@pytest.mark.parametrize("list_name", catalogue.list_names())
def test_a_code_stands_once_in_its_list_and_fits_its_column(list_name):
    codes = [term.code for term in catalogue.terms(list_name)]
    assert codes
    assert len(codes) == len(set(codes))
    assert all(code.isascii() and len(code) <= 60 for code in codes)


def test_every_term_has_a_label_in_both_languages():
    assert [t.code for _, t in EVERY_TERM if not (t.label_es.strip() and t.label_en.strip())] == []


def test_every_list_has_a_name_in_words_and_every_name_a_list():
    named = {term.extra["value"] for term in catalogue.terms("catalogo")}
    assert named == set(catalogue.list_names())


def test_every_tag_stands_in_the_source_register_or_is_own_knowledge():
    known = {source.code for source in catalogue.sources()}
    for _, term in EVERY_TERM:
        tags = tags_in(term.source)
        assert tags <= known, term.code
        assert tags or term.source.startswith(OWN_KNOWLEDGE), term.code


def test_the_geography_is_credited_to_its_authors():
    (credit,) = catalogue.attribution()
    assert credit.startswith("Lab TecnoSocial (2026). Unidades territoriales")
    assert credit.endswith("CC BY 4.0.")


def test_a_label_follows_the_language_in_which_it_is_shown():
    choices = dict(catalogue.choices("estado_civil"))
    label = catalogue.label("estado_civil", "estado_civil_union_libre")
    with override("es"):
        assert str(label) == "Conviviente / unión libre (de hecho)"
        assert str(choices["estado_civil_viuda"]) == "Viuda/o"
    with override("en"):
        assert str(label) == "Free union, cohabiting"
        assert str(choices["estado_civil_viuda"]) == "Widowed"


def test_an_unknown_code_or_list_is_refused_by_name():
    assert catalogue.term("gbv_tipo", "gbv_tipo_rape").label_en == "Rape"
    with pytest.raises(catalogue.UnknownCode, match="'gbv_tipo_nothing'"):
        catalogue.label("gbv_tipo", "gbv_tipo_nothing")
    with pytest.raises(catalogue.UnknownList, match="'no_such_list'"):
        catalogue.terms("no_such_list")


def test_a_placeholder_stays_in_the_file_and_out_of_the_list():
    items = json.loads((DATA / "delitos.json").read_text(encoding="utf-8"))["items"]
    waiting = {item["code"] for item in items if item.get("placeholder")}
    loaded = {term.code for term in catalogue.terms("delito")}
    assert {item["code"] for item in items if item["norm"].startswith("Ley 1636")} == waiting
    assert loaded == {item["code"] for item in items} - waiting
    assert "cp_272bis" in loaded


def test_no_loaded_label_says_that_its_name_is_still_to_be_found():
    assert [
        t.code for _, t in EVERY_TERM if "verific" in t.label_es or "verify" in t.label_en
    ] == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"source": "S-CPV"}, True),
        ({"source": "S-COMPEND, K", "confidence": "high"}, True),
        ({"source": "K"}, False),
        ({"source": "K (Ley 807 de Identidad de Género, 2016)"}, False),
        ({"source": "S-MUNAYKI", "confidence": "medium"}, False),
        ({"source": "S-MUNAYKI", "confidence": "low"}, False),
        ({"source": "S-ART42", "confidence": "high", "verified_by_call": False}, False),
        ({"source": "S-ART42", "verified_by_call": True}, True),
        ({"source": "S-CUSTOS", "note": "length to verify"}, False),
        ({"source": "S-1636", "penalty_es": "a verificar"}, False),
    ],
)
def test_a_fact_is_verified_when_sourced_sure_called_and_not_marked_otherwise(row, expected):
    assert is_verified(row) is expected


def test_the_lists_show_what_is_still_to_be_verified():
    crimes = {term.code: term.is_verified for term in catalogue.terms("delito")}
    assert crimes["cp_272bis"]
    assert not crimes["cp_293"]
    assert all(term.is_verified for term in catalogue.gbv_types())


def test_the_forms_of_violence_are_those_of_the_law_in_its_order():
    numerals = [term.extra["numeral"] for term in catalogue.violence_types()]
    assert numerals == list(range(1, 18))


def test_a_group_of_relationships_holds_each_relationship_once():
    grouped = [code for _, members in catalogue.relationship_choices() for code, _ in members]
    assert sorted(grouped) == sorted(term.code for term in catalogue.relationships())


def test_the_languages_most_spoken_come_first_and_none_is_lost():
    first = [term.label_es for term in catalogue.languages()[:5]]
    assert set(first) == {"Castellano", "Quechua", "Aymara", "Guaraní", "Lenguaje de señas"}
    assert len(catalogue.languages()) == len(catalogue.terms("idioma")) == 43


def test_the_short_list_of_peoples_is_part_of_the_long_one():
    assert len(catalogue.peoples()) == 39
    assert set(catalogue.peoples()) < set(catalogue.peoples(short=False))
    assert len(catalogue.peoples(short=False)) == 145


@pytest.mark.parametrize(
    ("format_code", "good", "bad"),
    [
        ("ci_numero", "4567890", "45-67"),
        ("ci_complemento", "1A", "1AB"),
        ("telefono_celular", "71234567", "81234567"),
        ("cud", "601102011900007", "60110201190000"),
        ("municipio_ine", "020105", "20105"),
    ],
)
def test_a_number_has_the_form_its_office_gives_it(format_code, good, bad):
    assert catalogue.matches(format_code, good)
    assert not catalogue.matches(format_code, bad)
    assert not catalogue.matches(format_code, f"{good}\n")


def test_every_format_accepts_its_own_example():
    for term in catalogue.terms("formato"):
        example = term.extra["example"]
        if term.extra["regex"] and example:
            assert catalogue.matches(term.code, example), term.code
