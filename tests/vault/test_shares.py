"""Shares as text: they come back from paper, and every mistake is named."""

from itertools import combinations
from os import urandom

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.errors import ShareRefused
from vault.ids import new_id
from vault.slots.shares import (
    SIGNS,
    join_shares,
    make_shares,
    read_share,
    refuse_foreign,
    refuse_uncommitted,
)

ROOT, KEY = new_id(), urandom(32)
SHARES = make_shares(ROOT, KEY, 3, 5)
TEXTS = [share.text() for share in SHARES]


def test_any_three_of_five_come_back_from_their_texts():
    for chosen in combinations(TEXTS, 3):
        assert join_shares([read_share(text) for text in chosen]) == KEY


@pytest.mark.parametrize(
    "typed", [str.lower, lambda text: text.replace(" ", "-"), lambda text: text.replace("0", "O")]
)
def test_small_letters_hyphens_and_look_alikes_are_forgiven(typed):
    assert read_share(typed(TEXTS[0])) == SHARES[0]


def test_each_mistyped_sign_is_found_and_its_group_named():
    groups = TEXTS[1].split()
    for number, group in enumerate(groups):
        for place in range(5):
            for sign in SIGNS.replace(group[place], ""):
                wrong = [*groups]
                wrong[number] = group[:place] + sign + group[place + 1 :]
                with pytest.raises(ShareRefused, match=f"Group {number + 1} "):
                    read_share(" ".join(wrong))


def test_exchanged_signs_and_exchanged_groups_are_found():
    groups = TEXTS[1].split()
    for number, group in enumerate(groups):
        for place in range(4):
            swapped = group[:place] + group[place + 1] + group[place] + group[place + 2 :]
            if swapped != group:
                with pytest.raises(ShareRefused, match=f"Group {number + 1} "):
                    read_share(" ".join([*groups[:number], swapped, *groups[number + 1 :]]))
        if number:
            swapped = [*groups]
            swapped[number - 1 : number + 1] = reversed(swapped[number - 1 : number + 1])
            if swapped != groups:
                with pytest.raises(ShareRefused, match=f"Group {number} "):
                    read_share(" ".join(swapped))


def test_missing_groups_are_found():
    groups = TEXTS[0].split()
    with pytest.raises(ShareRefused, match="not a whole share"):
        read_share(" ".join(groups[:-1]))
    with pytest.raises(ShareRefused, match="not a whole share"):
        read_share("")


@given(st.text(max_size=200))
def test_any_other_text_is_refused_and_never_crashes(text):
    with pytest.raises(ShareRefused):
        read_share(text)


def test_a_missing_share_is_counted():
    with pytest.raises(ShareRefused, match="2 shares were given, 3 are needed"):
        join_shares(SHARES[:2])
    with pytest.raises(ShareRefused, match="0 shares"):
        join_shares([])


def test_a_foreign_share_and_a_doubled_one_are_named():
    again, elsewhere = make_shares(ROOT, KEY, 3, 5), make_shares(new_id(), KEY, 3, 5)
    refuse_foreign(SHARES[2], SHARES[:2])
    for foreign, why in (
        (again[3], "Share 4 is of another splitting"),
        (elsewhere[3], "Share 4 is of another root key"),
        (SHARES[1], "Share 2 was given already"),
    ):
        with pytest.raises(ShareRefused, match=why):
            refuse_foreign(foreign, SHARES[:2])
        with pytest.raises(ShareRefused, match=why):
            join_shares([*SHARES[:2], foreign])


def test_a_wrong_share_with_right_check_signs_is_named_by_its_commitment():
    known = {str(share.number): share.commitment() for share in SHARES}
    honest = SHARES[2]
    forged = type(honest)(honest.k, 3, honest.splitting, ROOT, urandom(len(honest.part)))
    forged = read_share(forged.text())
    refuse_uncommitted(honest, known)
    with pytest.raises(ShareRefused, match="Share 3 is not the one"):
        refuse_uncommitted(forged, known)
    with pytest.raises(ShareRefused, match="One of the shares 1, 2, 3 is wrong"):
        join_shares([*SHARES[:2], forged])


def test_shares_that_say_that_fewer_are_needed_give_no_key():
    fewer = [type(one)(2, one.number, one.splitting, ROOT, one.part) for one in SHARES]
    with pytest.raises(ShareRefused, match="wrong"):
        join_shares(fewer[:3])


def test_a_share_shows_nothing_of_itself_but_on_demand():
    assert SHARES[0].part.hex() not in repr(SHARES[0])
    assert repr(SHARES[0].part) not in repr(SHARES[0])
