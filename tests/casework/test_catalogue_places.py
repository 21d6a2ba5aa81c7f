"""The map: nine departments, 343 municipal units, found by their codes."""

import pytest

from casework import catalogue


def test_bolivia_has_nine_departments_and_343_municipal_units():
    assert [term.code for term in catalogue.departments()] == [f"0{n}" for n in range(1, 10)]
    assert len(catalogue.municipalities()) == 343
    assert len({place.code for place in catalogue.municipalities()}) == 343


def test_a_code_is_made_of_department_province_and_municipality():
    for place in catalogue.municipalities():
        assert len(place.code) == 6
        assert place.code.startswith(place.province_code)
        assert place.province_code.startswith(place.department_code)


def test_each_department_has_as_many_units_as_the_census_counts():
    for department in catalogue.departments():
        inside = [m for m in catalogue.municipalities() if m.department_code == department.code]
        assert len(inside) == department.extra["municipal_units"]
        assert len({m.province_code for m in inside}) in {
            department.extra["provinces"],
            department.extra["provinces"]
            + 1,  # Beni's indigenous territory is outside any province
        }


def test_a_municipality_is_found_by_its_code_and_an_unknown_code_is_refused():
    place = catalogue.municipality("010101")
    assert (place.short_name, place.province, place.department) == (
        "Sucre",
        "Oropeza",
        "Chuquisaca",
    )
    assert place.is_verified
    with pytest.raises(catalogue.UnknownCode):
        catalogue.municipality("999999")


def test_a_code_that_an_older_list_names_otherwise_says_so():
    assert "Escoma" in catalogue.municipality("020404").note


def test_the_choices_hold_every_municipality_under_its_department_in_alphabetical_order():
    groups = catalogue.municipality_choices()
    assert [name for name, _ in groups] == [term.label_es for term in catalogue.departments()]
    offered = [code for _, places in groups for code, _ in places]
    assert sorted(offered) == sorted(place.code for place in catalogue.municipalities())
    santa_cruz = [name for _, name in dict(groups)["Santa Cruz"]]
    assert santa_cruz.index("Ascención de Guarayos") < santa_cruz.index("Boyuibe")
    assert santa_cruz.index("Mairana") < santa_cruz.index("Warnes")


def test_no_two_choices_in_a_department_read_alike():
    for _, places in catalogue.municipality_choices():
        names = [name for _, name in places]
        assert len(names) == len(set(names))
