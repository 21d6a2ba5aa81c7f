import pytest

from tests.vault.conftest import scope
from tests.vault.shelf import Listing
from vault.compartments import Compartment
from vault.errors import KeyNotOpen
from vault.keychain import open_keys
from vault.names import search_value
from vault.search import normal_card, normal_phone, scan

COLUMN = Listing._meta.get_field("search_value_sealed")
PEOPLE = ["María Elena Quispe Mamani", "Juana Choque de Condori", "Ximena Kispe", "Rosa Flores"]


@pytest.fixture
def listed(chain, norte):
    return [
        Listing.objects.create(partner_id=norte, search_value=search_value(name)) for name in PEOPLE
    ]


def found(query, partner_id):
    rows = Listing.objects.order_by("id")
    return list(scan(query, rows, column=COLUMN, partner_id=partner_id))


def test_a_part_of_a_name_finds_everybody_who_has_it(listed, norte):
    assert found("quisp", norte) == [listed[0].id, listed[2].id]
    assert found("kondori juana", norte) == [listed[1].id]
    assert found("Quispe Flores", norte) == []


def test_an_empty_query_opens_nothing(listed, norte):
    with open_keys(scope(norte)) as chain:
        assert found("  ", norte) == []
        assert chain.unsealed() == []


def test_a_row_without_a_name_is_passed_over(listed, norte):
    Listing.objects.create(partner_id=norte)
    assert found("rosa", norte) == [listed[3].id]


def test_a_scan_is_one_query_and_counts_what_it_opened(listed, norte, django_assert_num_queries):
    with open_keys(scope(norte, Compartment.LISTING)) as chain, django_assert_num_queries(2):
        found("rosa", norte)
        (opened,) = chain.unsealed()
        assert (opened.owner_id, opened.compartment) == (norte, "listing")
        assert opened.columns == {"vault_listing.search_value_sealed"}
        assert opened.count == len(PEOPLE)


def test_a_scan_stays_inside_the_scope(listed, norte, sur):
    with open_keys(scope(norte, Compartment.IDENTITY)), pytest.raises(KeyNotOpen):
        found("rosa", norte)
    with open_keys(scope(sur)), pytest.raises(KeyNotOpen):
        found("rosa", norte)
    with open_keys(scope(sur)):
        assert found("rosa", sur) == []
    assert found("rosa", norte) == [listed[3].id]


def test_a_damaged_value_matches_nothing_hides_nobody_else_and_is_told(listed, norte):
    with open_keys(scope(norte)) as chain:
        before = found("rosa", norte)
        assert chain.take_damaged() == []
    spoilt = next(row for row in listed if row.id not in before)
    spoilt.search_value_sealed = listed[3].search_value_sealed
    spoilt.save()
    with open_keys(scope(norte)) as chain:
        assert found("rosa", norte) == before
        (damaged,) = chain.take_damaged()
        assert damaged.columns == {"vault_listing.search_value_sealed"}
        assert (damaged.owner_id, damaged.compartment, damaged.count) == (norte, "listing", 1)
        assert chain.take_damaged() == []


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("1234567", "1234567"),
        (" 1.234.567 ", "1234567"),
        ("1234567 LP", "1234567"),
        ("1234567-1B LP", "1234567"),
        ("1234567-1b", "1234567"),
        ("1234567 1B Or.", "1234567"),
        ("1234567-LP", "1234567"),
        ("E-1234567", "1234567"),
        ("C.I. 1234567 Cbba.", "1234567"),
        ("ab 123456", "AB123456"),
        ("", ""),
        ("S/N", "SN"),
    ],
)
def test_identity_cards_have_one_normal_form(written, normal):
    assert normal_card(written) == normal
    assert normal_card(normal) == normal


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("71234567", "71234567"),
        ("712-34-567", "71234567"),
        ("+591 71234567", "71234567"),
        ("00591 712 34567", "71234567"),
        ("(591) 71234567", "71234567"),
        ("2 2412345", "22412345"),
        ("+54 11 4321 1234", "541143211234"),
        ("", ""),
        ("no tiene", ""),
    ],
)
def test_phones_have_one_normal_form(written, normal):
    assert normal_phone(written) == normal
    assert normal_phone(normal) == normal
