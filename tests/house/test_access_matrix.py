"""Every page × every role × own partner, another partner, nobody: as docs/access-matrix.md says."""

from collections.abc import Mapping

import pytest

from accounts.permissions import PARTNER_ROLES, Role
from casework.codes import new_code
from referrals.models import Institution
from tests.house import matrix
from tests.house.walker import Walker

# What stands in an address in place of another woman's code: well made, and nobody's.
UNKNOWN = {"PERSONA": "2345678abc", "OFICINA": "2345-6789"}
# Not of any partner: the same for everybody.
COMMON = {
    "SECCIÓN": "survivor",
    "INSTITUCIÓN": Institution(code="mun_slim").address_code,
    "CATÁLOGO": "1",
    "TRASPASO": "2345-6789",  # the same of what is proposed to her
    "COMPARTIDO": "2345-6789",  # whose share opens is proved in tests/casework
    "ENLACE": "abc-def",
    "LLAVE": "2345678abc",
}
SEE_NO_CASE = {Role.PARTNER_ADMIN, Role.COORDINATOR, Role.SYSTEM_ADMIN}
PERSONAL = [row for row in matrix.rows() if row.cells[matrix.OTHERS] == "no hay"]


@pytest.fixture
def walkers(house, as_, client_for):
    """One browser a visitor: by role for norte and the network, by role for sur, and nobody."""
    return {
        "home": Crowd({**house.norte.people, **house.network}, as_),
        "away": Crowd(house.sur.people, as_),
        "nobody": Walker(client_for()),
    }


class Crowd(Mapping):
    """Visitors by their role, each signed in when she is first asked to walk."""

    def __init__(self, people, as_):
        self._people, self._as, self._walkers = people, as_, {}

    def __getitem__(self, role):
        if role not in self._walkers:
            member = self._people[role]
            self._walkers[role] = Walker(self._as(member), member)
        return self._walkers[role]

    def __iter__(self):
        return iter(self._people)

    def __len__(self):
        return len(self._people)


@pytest.fixture
def codes(house):
    """The codes of norte's rows."""
    return {**COMMON, **house.norte.codes}


def absent(row):
    """The codes of rows that do not exist."""
    return {name: UNKNOWN.get(name) or COMMON.get(name) or new_code() for name in row.placeholders}


def test_every_page_stands_in_the_matrix_and_nothing_else_does(codes):
    assert {matrix.route_of(row.filled(codes)) for row in matrix.rows()} == matrix.routes()


def test_no_line_stands_twice_in_the_matrix():
    names = [row.name for row in matrix.rows()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("column", matrix.ROLES)
def test_each_role_gets_what_the_matrix_says(house, walkers, codes, column):
    walker = walkers["home"][matrix.ROLES[column]]
    visits = {row.name: walker.visit(row.verb, row.filled(codes)) for row in matrix.rows()}
    got = {name: visit.answer for name, visit in visits.items()}
    assert got == {row.name: row.cells[column] for row in matrix.rows()}
    if walker.member.role in SEE_NO_CASE:
        assert {name for name, visit in visits.items() if secrets_in(visit, house.norte)} == set()


def test_nobody_gets_in_without_signing_in(walkers, codes):
    walker = walkers["nobody"]
    got = {row.name: walker.visit(row.verb, row.filled(codes)).answer for row in matrix.rows()}
    assert got == {row.name: row.cells[matrix.NOBODY] for row in matrix.rows()}


@pytest.mark.parametrize("role", sorted(PARTNER_ROLES))
def test_another_partners_row_looks_like_none_and_the_visit_is_on_its_trail(
    house, walkers, codes, role
):
    walker, partner_id = walkers["away"][role], house.norte.partner.id
    for row in PERSONAL:
        existing = walker.visit(row.verb, row.filled(codes))
        missing = walker.visit(row.verb, row.filled(absent(row)))
        assert existing.answer == "no hay", row.name
        assert existing.shown == missing.shown, row.name
        assert existing.queries == missing.queries, row.name
        assert [entry.partner_id for entry in existing.refusals] == [partner_id], row.name
        assert existing.entries == existing.refusals, row.name
        assert existing.refusals[0].actor_name == walker.member.user.email


def test_another_partners_row_is_not_reached_through_ones_own(house, walkers, codes):
    for role, walker in walkers["away"].items():
        for row in PERSONAL:
            outer, *inner = row.placeholders
            if set(inner) - set(COMMON):
                mixed = {**codes, outer: house.sur.codes[outer]}
                visit = walker.visit(row.verb, row.filled(mixed))
                assert visit.answer == "no hay", (role, row.name)
                assert len(visit.refusals) == 1, (role, row.name)


@pytest.mark.parametrize("role", sorted(PARTNER_ROLES))
def test_what_is_everybodys_own_shows_each_partner_its_own(house, walkers, role):
    walker = walkers["away"][role]
    column = next(name for name, each in matrix.ROLES.items() if each == role)
    for row in matrix.rows():
        if row.cells[matrix.OTHERS] == "lo suyo":
            codes = {**COMMON, **house.sur.codes}
            visit = walker.visit(row.verb, row.filled(codes))
            assert visit.answer == row.cells[column], row.name
            assert not found_in(visit, house.norte), row.name


def found_in(visit, site):
    """What of this partner stands in the answer: its survivor, and its codes."""
    return [*secrets_in(visit, site), *words_in(visit, site.codes.values())]


def secrets_in(visit, site):
    """What of this partner's survivor stands in the answer, masked or not."""
    return words_in(visit, [*site.woman.secrets, site.woman.masked])


def words_in(visit, words):
    body = visit.shown[1].decode(errors="replace")
    return [word for word in words if word in body]


def test_every_form_is_refused_without_its_token(walkers, codes, house, client_for):
    walker = walkers["home"][Role.SUPERVISOR]
    walker.client.handler.enforce_csrf_checks = True
    beacons = {"/salir-ya/"}  # the way out works from a page that lost its token
    for row in matrix.rows():
        if row.verb == "POST" and row.path not in beacons:
            assert walker.visit("POST", row.filled(codes)).answer == "403", row.name


def test_what_is_not_in_the_matrix_is_not_done(walkers, codes):
    listed = {(row.verb, matrix.route_of(row.filled(codes))) for row in matrix.rows()}
    by_route = {matrix.route_of(row.filled(codes)): row for row in matrix.rows()}
    for role, walker in walkers["home"].items():
        for route, row in by_route.items():
            for verb in ("GET", "POST"):
                if (verb, route) not in listed:
                    visit = walker.visit(verb, row.filled(codes))
                    assert visit.answer in {"405", "no hay"}, (role, verb, route)


def test_the_words_of_the_matrix_are_plain():
    for row in matrix.rows():
        assert row.words, row.name
        assert len(row.words) < 90, row.name
