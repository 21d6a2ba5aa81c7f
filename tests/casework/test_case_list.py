"""The list of cases: filters, pages, and the same cost however many there are."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.models import Case
from casework.overviews.case_list import ROWS_A_PAGE
from tests.plugins.cases import make_case, make_follow_up
from tests.plugins.cast import entries


def listed(client, query="") -> str:
    answer = client.get(f"/casos/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def many(cast) -> list[Case]:
    """Two pages and one case of norte, in the order in which they were opened."""
    return [make_case(cast.ana, given_names=f"N{n}") for n in range(2 * ROWS_A_PAGE + 1)]


def codes_in(page: str, cases: list[Case]) -> list[str]:
    return [case.code for case in cases if case.code in page]


def test_the_list_shows_initials_and_never_a_name(cast, as_, rosario):
    page = listed(as_(cast.ana))
    assert rosario.code in page
    assert "R. Q." in page
    assert "Rosario" not in page
    assert "Quenallata" not in page


def test_one_damaged_row_takes_no_page_from_the_others_and_is_on_the_trail(cast, as_, rosario):
    julia = make_case(cast.ana, given_names="Julia", surname="Anze")
    listing = rosario.survivor.listing
    listing.masked_name_sealed = listing.search_value_sealed
    listing.save()
    ana = as_(cast.ana)

    page = listed(ana)
    assert "Dato dañado" in page
    assert "J. A." in page
    (entry,) = [entry for entry in entries("listed") if entry.outcome == "failed"]
    assert (entry.reason, entry.columns) == ("damaged", ["casework_listing.masked_name_sealed"])
    assert entry.partner_id == rosario.partner_id

    assert ana.get(f"/casos/{rosario.code}/").status_code == 500
    assert ana.get(f"/casos/{julia.code}/").status_code == 200


def test_one_look_at_the_list_is_one_entry_of_the_trail(cast, as_, rosario):
    make_case(cast.ana, given_names="Julia")
    listed(as_(cast.ana))
    (entry,) = entries("listed")
    assert (entry.partner_id, entry.actor_id) == (cast.norte.id, cast.ana.user_id)
    assert entries("read") == []


def test_the_cases_of_another_partner_are_not_listed(cast, as_, rosario):
    hers = make_case(cast.sonia, given_names="Julia")
    page = listed(as_(cast.sonia))
    assert hers.code in page
    assert rosario.code not in page


@pytest.mark.parametrize("who", ["elena", "rita", "teo"])
def test_people_without_cases_have_no_list(cast, as_, rosario, who):
    assert as_(getattr(cast, who)).get("/casos/").status_code == 404
    assert as_(cast.susi).get("/casos/").status_code == 200


def test_the_pages_follow_one_another_without_gap_or_repetition(cast, as_, many):
    client, newest_first = as_(cast.ana), list(reversed(many))
    first = listed(client)
    assert codes_in(first, newest_first) == [c.code for c in newest_first[:ROWS_A_PAGE]]
    assert "newer_than" not in first
    second = listed(client, f"?older_than={newest_first[ROWS_A_PAGE - 1].code}")
    assert codes_in(second, newest_first) == [
        c.code for c in newest_first[ROWS_A_PAGE : 2 * ROWS_A_PAGE]
    ]
    third = listed(client, f"?older_than={newest_first[2 * ROWS_A_PAGE - 1].code}")
    assert codes_in(third, newest_first) == [newest_first[-1].code]
    assert "?older_than" not in third
    back = listed(client, f"?newer_than={newest_first[-1].code}")
    assert codes_in(back, newest_first) == codes_in(second, newest_first)


def test_the_list_costs_the_same_for_one_case_as_for_many(
    cast, as_, rosario, django_assert_max_num_queries, django_assert_num_queries
):
    client = as_(cast.ana)
    listed(client)
    make_follow_up(rosario, cast.ana, timezone.localdate())
    with django_assert_max_num_queries(20) as one:
        listed(client)
    for n in range(5):
        case = make_case(cast.ana, given_names=f"N{n}")
        make_follow_up(case, cast.paula, timezone.localdate())
    with django_assert_num_queries(len(one)):
        listed(client)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"plain", "grave", "late", "elsewhere"}),
        ("?stage=all", {"plain", "grave", "late", "elsewhere", "closed"}),
        ("?stage=closed", {"closed"}),
        ("?stage=in_support", {"late"}),
        ("?risk=extreme", {"grave"}),
        ("?whose=me", {"plain", "grave", "elsewhere"}),
        ("?overdue=on", {"late"}),
        ("?municipality=020105", {"elsewhere"}),
        ("?risk=extreme&whose=me", {"grave"}),
        ("?risk=low", set()),
    ],
)
def test_filters_are_codes_in_the_address(cast, as_, query, expected):
    yesterday = timezone.localdate() - timedelta(days=1)
    cases = {
        "plain": make_case(cast.ana),
        "grave": make_case(cast.ana, risk_level="extreme"),
        "late": make_case(cast.paula, stage="in_support"),
        "elsewhere": make_case(cast.ana, municipality="020105"),
        "closed": make_case(cast.paula, stage="closed", closed_at=timezone.now() + timedelta(1)),
    }
    make_follow_up(cases["late"], cast.paula, yesterday)
    page = listed(as_(cast.ana), query)
    assert {name for name, case in cases.items() if case.code in page} == expected


@pytest.mark.parametrize(
    "query",
    [
        "?risk=muchísimo",
        "?stage=%00",
        "?older_than=%00",
        "?newer_than=nada",
        "?municipality=Narnia",
    ],
)
def test_a_filter_that_means_nothing_breaks_nothing(cast, as_, rosario, query):
    assert as_(cast.ana).get(f"/casos/{query}").status_code in (200, 400)


def test_the_next_step_stands_with_its_date(cast, as_, rosario):
    make_follow_up(rosario, cast.ana, timezone.localdate() - timedelta(days=3))
    page = listed(as_(cast.ana))
    assert "Llamada telefónica segura" in page
    assert "Vencido hace 3 días" in page


def test_an_empty_list_says_how_a_case_begins(cast, as_):
    assert "Un caso empieza con" in listed(as_(cast.ana))
    assert "Ningún caso pasa estos filtros" in listed(as_(cast.ana), "?risk=high")
