"""Own, foreign, mixed or missing: whoever asks for whatever, nothing of another partner shows.

Each visitor asks for each address with every mixture of codes. What is not hers answers like what
does not exist: the same status, headers, words and length, but for the code that was asked for.
Every run draws a sample; the whole walk is ``python3 dev.py test -m walk``.
"""

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, product

import pytest

from accounts.permissions import NETWORK_ROLES, PARTNER_ROLES, Role
from casework.codes import new_code
from tests.house import matrix
from tests.house.test_access_matrix import COMMON, UNKNOWN, found_in
from tests.house.walker import CHANGING, Visit, Walker
from tests.plugins.house import House, Site
from vault.ids import new_id

REQUESTS = 50_000  # that the whole walk makes at least
ROUNDS = 3  # each draws codes, sections and walls anew
SHARES = 12  # of the whole walk, for several processes to take
SAMPLE = 250  # steps that every run takes
NOBODY = ("nobody", "")
VISITORS = [
    *product(("norte", "sur"), sorted(PARTNER_ROLES)),
    *product(("network",), sorted(NETWORK_ROLES)),
    NOBODY,
]
SECTIONS = ("consent", "safe_contact", "survivor", "incidents", "risk", "needs")
SESSIONS = ("SESIÓN", "SOCIAL", "LEGAL")  # one behind each wall
ANOTHER = {"CASO": "CERRADO", "CERRADO": "CASO"}  # a second row of the same kind
VERBS = {"GET": ("GET", "HEAD"), "POST": ("POST",)}
CODE = re.compile(rb"[0-9A-Z]{4}-[0-9A-Z]{4}")
PEOPLE = ("add-person", "remove-person", "responsible-person", "reassign-to", "assigned_to")


@dataclass(frozen=True)
class Step:
    """Who asks, for which address, and whose each code in it is."""

    visitor: tuple[str, str]
    row: matrix.Row
    kinds: tuple[str, ...]
    verb: str
    is_htmx: bool
    carries: bool  # keys of another partner's rows, in a form


@dataclass(frozen=True)
class Question:
    """What is sent, and how it stands with each part of it that is nobody's business."""

    codes: dict[str, str]
    data: dict[str, str]
    strange: frozenset[str]

    @property
    def twin(self) -> "Question":
        """The same about what does not exist."""
        codes = {
            place: absent(place) if place in self.strange else code
            for place, code in self.codes.items()
        }
        unknown = {**dict.fromkeys(PEOPLE, str(new_id())), "office": new_code()}
        data = {name: unknown[name] for name in self.data}
        return Question(codes, data, frozenset())


def steps() -> Iterator[Step]:
    """Every step there is, each once."""
    for visitor, row in product(VISITORS, matrix.rows()):
        kinds = [kinds_of(visitor, place) for place in places_in(row)]
        carries = (False, True) if row.verb == "POST" else (False,)
        for mixture in product(*kinds):
            for verb, is_htmx, loaded in product(VERBS[row.verb], (False, True), carries):
                yield Step(visitor, row, mixture, verb, is_htmx, loaded)


def places_in(row: matrix.Row) -> list[str]:
    """The kinds of code in an address that belong to a partner."""
    return [place for place in row.placeholders if place not in COMMON]


def kinds_of(visitor: tuple[str, str], place: str) -> tuple[str, ...]:
    """Whose a code can be: who belongs to no partner has none of her own."""
    if visitor[0] not in {"norte", "sur"}:
        return ("foreign", "missing")
    return ("own", "foreign", "missing", *(("another",) if place in ANOTHER else ()))


def absent(place: str) -> str:
    """A code of this kind that nothing has."""
    return UNKNOWN.get(place) or new_code()


def question(step: Step, own: Site | None, foreign: Site) -> Question:
    """The step with codes in it, drawn where there are several."""
    places = places_in(step.row)
    codes = {**COMMON, "SECCIÓN": random.choice(SECTIONS)}
    for place, kind in zip(places, step.kinds, strict=True):
        row = random.choice(SESSIONS) if place == "SESIÓN" else place
        codes[place] = {
            "own": lambda row=row: own.codes[row],
            "another": lambda row=row: own.codes[ANOTHER[row]],
            "foreign": lambda row=row: foreign.codes[row],
            "missing": lambda place=place: absent(place),
        }[kind]()
    # A row of her own below a case it is not of is as strange as another partner's.
    is_cut_off = step.kinds[:1] != ("own",)
    inner = places[1:] if is_cut_off else []
    strange = {
        *inner,
        *(p for p, kind in zip(places, step.kinds, strict=True) if kind == "foreign"),
    }
    return Question(codes, carried(foreign) if step.carries else {}, frozenset(strange))


def carried(site: Site) -> dict[str, str]:
    """A form with another partner's keys in it."""
    person = str(random.choice([member.user_id for member in site.people.values()]))
    return {**dict.fromkeys(PEOPLE, person), "office": site.codes["OFICINA"]}


class Walk:
    """Asks as everybody, and keeps what was wrong with the answers."""

    def __init__(self, house: House, as_, client_for) -> None:
        self.sites = {"norte": house.norte, "sur": house.sur}
        self.people = {**vars(house)}
        self.requests = 0
        self.leaks: list[tuple[Step, str]] = []
        self._as, self._house = as_, house
        self._walkers = {NOBODY: Walker(client_for())}

    def take(self, chosen: Iterable[Step]) -> None:
        """Ask each, and once more about what does not exist wherever it is not hers."""
        for step in chosen:
            own = self.sites.get(step.visitor[0])
            strangers = [site for site in self.sites.values() if site is not own]
            asked = question(step, own, random.choice(strangers))
            visit = self._put(step, asked)
            self.leaks += [(step, each) for each in self._wrong(step, asked, visit, strangers)]

    def _wrong(
        self, step: Step, asked: Question, visit: Visit, strangers: list[Site]
    ) -> Iterator[str]:
        if visit.response.status_code >= 500:
            yield f"broke: {visit.response.status_code}"
        known = {*asked.codes.values(), *asked.data.values()}
        for site in strangers:
            yield from (f"shows {word}" for word in found_in(visit, site) if word not in known)
        # A page that first asks for a proof has looked nothing up, and seals what was typed.
        is_put_off = bool(asked.data) and visit.answer == "confirma"
        if (asked.strange or asked.data) and not is_put_off:
            twin = asked.twin
            differs = told(visit, asked) != told(self._put(step, twin), twin)
            if differs and self._still_differs(step, asked):
                yield "is not answered like what does not exist"

    def _still_differs(self, step: Step, asked: Question) -> bool:
        """Asked again: a minute may have passed, and a page of hers may differ from itself.

        The one for a new passkey does: it draws a challenge each time.
        """
        first, again = (told(self._put(step, asked), asked) for _time in range(2))
        is_steady = bool(asked.strange) or first == again
        return is_steady and again != told(self._put(step, asked.twin), asked.twin)

    def _put(self, step: Step, asked: Question) -> Visit:
        self.requests += 1
        path, headers = step.row.filled(asked.codes), {"HX-Request": "true"} if step.is_htmx else {}
        return self._walker(step.visitor).visit(step.verb, path, asked.data, headers=headers)

    def _walker(self, visitor: tuple[str, str]) -> Walker:
        if visitor not in self._walkers:
            place, role = visitor
            site = self.sites.get(place)
            people = site.people if site else self._house.network
            self._walkers[visitor] = Walker(self._as(people[Role(role)]), people[Role(role)])
        return self._walkers[visitor]


def told(visit: Visit, asked: Question) -> tuple[int, int, bytes, dict[str, bytes]]:
    """All that an answer tells, with what was asked for taken out: status, length, words, headers."""
    codes = {code for place, code in asked.codes.items() if place not in COMMON}
    words = sorted({*codes, *asked.data.values()}, key=len)

    def without(data: bytes) -> bytes:
        for word in reversed(words):
            data = data.replace(word.encode(), b"[asked]")
        return data

    answer = visit.response
    headers = {
        name: without(value.encode())
        for name, value in answer.headers.items()
        if name != "Set-Cookie"
    }
    if "Location" in headers:  # it may lead to a row made just now, which has a code of its own
        headers["Location"] = CODE.sub(b"[new]", headers["Location"])
    body = without(CHANGING.sub(rb"\1\2", answer.content))
    return answer.status_code, len(answer.content), body, headers


@pytest.fixture
def walk(house, as_, client_for):
    return Walk(house, as_, client_for)


def test_a_sample_of_all_questions_shows_nothing_of_another_partner(walk):
    chosen = random.sample([step for step in steps() if not step.carries], SAMPLE)
    walk.take(chosen)
    assert walk.leaks == []
    assert walk.requests > SAMPLE


@pytest.mark.walk
@pytest.mark.parametrize("share", range(SHARES))
def test_the_whole_walk_shows_nothing_of_another_partner(walk, share, record_property):
    for _round in range(ROUNDS):
        walk.take(islice(steps(), share, None, SHARES))
    record_property("requests", walk.requests)
    print(f"share {share + 1} of {SHARES}: {walk.requests} requests, {len(walk.leaks)} leaks")
    assert walk.leaks == []
    assert walk.requests >= REQUESTS // SHARES


def test_the_walk_notices_a_page_that_differs(walk, house):
    """What the walk compares does differ where a row is hers."""
    row = next(row for row in matrix.rows() if row.name == "GET /casos/CASO/")
    visitor = ("norte", Role.COUNSELOR)
    step = Step(visitor, row, ("own",), "GET", is_htmx=False, carries=False)
    hers = Question({**COMMON, "CASO": house.norte.codes["CASO"]}, {}, frozenset({"CASO"}))
    visit = walk._put(step, hers)
    assert told(visit, hers) != told(walk._put(step, hers.twin), hers.twin)
    assert list(walk._wrong(step, hers, visit, [house.norte]))


@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_a_row_below_a_case_it_is_not_of_is_not_there(walk, verb):
    """Hers below another case of hers, hers below a foreign one, a foreign one below hers."""
    below = [row for row in matrix.rows() if row.verb == verb and len(places_in(row)) > 1]
    assert {place for row in below for place in places_in(row)} >= {"SESIÓN", "SEGUIMIENTO"}
    mixtures = [("another", "own"), ("foreign", "own"), ("own", "foreign"), ("foreign", "foreign")]
    for visitor, row, mixture in product([("norte", Role.COUNSELOR)], below, mixtures):
        walk.take([Step(visitor, row, mixture, verb, is_htmx=False, carries=False)])
    assert walk.leaks == []
