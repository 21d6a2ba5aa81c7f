from datetime import date

from tests.vault.shelf import Person


def test_every_kind_of_value_reads_back_as_it_was_given(maria):
    maria.answers = {"idiomas": ["quechua", "castellano"], "hijos": 2, "renta": None}
    maria.born_on = date(1991, 2, 28)
    maria.children = 0
    maria.save()
    found = Person.objects.get(id=maria.id)
    assert found.given_names == "María Elena"
    assert found.answers == {"idiomas": ["quechua", "castellano"], "hijos": 2, "renta": None}
    assert found.born_on == date(1991, 2, 28)
    assert found.children == 0
    assert found.search_value == ""
