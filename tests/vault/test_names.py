from unicodedata import combining, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.names import fold, mask, matches, search_value

NAMES = """
    Ascencio Aguayo Agüero Alejandra Anahí Apaza Asunción Blanca Callisaya Calle Campos
    Canaviri Cayo Cecilia Choque Choquehuanca Chávez Concepción Condori Cusi Encinas Enrique
    Flores Francisca Georgina Guadalupe Guarachi Guevara Gutiérrez Huallpa Huanca Huayhua
    Inocencia Isabel Jhoselin Jorge Kantuta Limachi Llanos Lucía Mamani Marcela Marcos
    Margarita Miguel Mollinedo Moya Núñez Paco Pacsi Phaxsi Philip Quenta Quispe Rojas
    Roxana Ruth Sacarías Sophia Tambo Thalía Ticona Velásquez Villalobos Villca Villegas
    Vilma Vásquez Walter Washington Wilma Ximena Yanarico Yhovana Yujra Zenón Ñusta
"""
words = st.sampled_from(NAMES.split())
people = st.lists(words, min_size=1, max_size=5).map(" ".join)


@pytest.mark.parametrize(
    "spellings",
    [
        "Quispe Kispe Qispe QUISPE quizpe",
        "Mamani Mamany mamáni",
        "Ximena Jimena Gimena Jhimena",
        "Choque Choke Ch'oque Choqque",
        "Huanca Wanka Guanca Huanka",
        "Huarachi Guarachi Warachi",
        "Condori Kondori Condory",
        "Vargas Bargas",
        "Yujra Llujra",
        "Villca Vilca Willka Huillca",
        "Hernán Ernan",
        "Gutiérrez Gutierres",
        "Velásquez Belasques",
        "Ascencio Asensio",
        "Núñez Nuñes Nunez",
        "Llanos Yanos",
        "Jhonny Jonny Joni",
        "Sophia Sofía",
        "Campos Canpos",
    ],
)
def test_spellings_of_one_name_are_one(spellings):
    assert len({fold(spelling) for spelling in spellings.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Choque", "Chuqui"),
        ("Mamani", "Mamaní Quispe"),
        ("Juana", "Jana"),
        ("Miguel", "Mijel"),
        ("Cruz", "Cusi"),
        ("María", "Mario"),
    ],
)
def test_different_names_stay_different(one, other):
    assert fold(one) != fold(other)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(people)
def test_accents_and_case_do_not_matter(name):
    plain = "".join(letter for letter in normalize("NFD", name) if not combining(letter))
    assert fold(plain.upper()) == fold(name) == fold(name.lower()) == fold(normalize("NFD", name))


@given(people, st.randoms())
def test_the_order_of_the_query_does_not_matter(name, random):
    shuffled = name.split()
    random.shuffle(shuffled)
    assert matches(" ".join(shuffled), search_value(name))


@given(people, st.data())
def test_the_beginning_of_each_word_finds_the_name(name, data):
    query = " ".join(
        word[: data.draw(st.integers(2, len(word)))]
        for word in data.draw(st.lists(st.sampled_from(name.split()), min_size=1))
    )
    assert matches(query, search_value(name))


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_can_be_searched_for(query, name):
    assert matches(query, search_value(name)) in {True, False}


def test_particles_do_not_matter():
    value = search_value("María de los Ángeles", "de la Cruz y Quispe", "Vda. de Mamani")
    assert value == search_value("maria angeles", "cruz quispe", "mamani")
    assert matches("cruz de mamani", value)


def test_a_particle_alone_is_a_part_of_a_name():
    assert matches("la", search_value("Laura"))


def test_punctuation_does_not_matter():
    assert fold("  Quispe-Mamani, María  Elena.") == "kispe mamani maria elena"


def test_every_word_of_the_query_must_be_found():
    value = search_value("María Elena", "Quispe")
    assert matches("quis mar", value)
    assert not matches("quis rosa", value)


def test_an_empty_query_finds_nobody():
    assert not matches("", search_value("María"))
    assert not matches(" .,- ", search_value("María"))


def test_each_word_stands_once_in_the_search_value():
    assert search_value("María", "Mamani", "Mamany", "") == "maria mamani"


@pytest.mark.parametrize(
    ("given_names", "surnames", "shown"),
    [
        ("María Elena", "Quispe Mamani", "M. Q."),
        ("ángela", "de la Cruz", "Á. C."),
        ("  Ñusta", "", "Ñ."),
        ("", "De La", "D."),
        ("", "", ""),
        ("...", "123", ""),
    ],
)
def test_a_mask_shows_two_initials_at_most(given_names, surnames, shown):
    assert mask(given_names, surnames) == shown
