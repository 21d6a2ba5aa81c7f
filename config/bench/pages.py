"""The pages of the house against the plain site's: the list, a case, opening one."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from casework.models import Case
from config.bench.intakes import ready_intakes
from config.bench.person import Person
from config.bench.report import Finding
from config.bench.rounds import WARM_UP, side_by_side
from config.bench.visitor import Answer, Visitor, queries_of

MOST_QUERIES = 12
LIST, CASE, CREATE, WALL = 1.5, 2.0, 3.0, 1.15
SYLLABLES = ("bra", "cre", "dil", "fos", "gum", "tra", "ple", "sno", "vir", "zul")


@dataclass
class Sites:
    """The same person's browser on both sites."""

    person: Person
    house: Visitor
    plain: Visitor
    rounds: int

    @property
    def partner_id(self) -> UUID:
        """The partner whose cases are visited."""
        if self.person.staff.partner_id is None:
            raise RuntimeError("The volume's counselor belongs to no partner.")
        return self.person.staff.partner_id

    def compare(self, name: str, limit: float, visit: Callable[[Visitor, int], Answer]) -> Finding:
        """One page or form on both; each visit must answer as a finished one."""
        pair = side_by_side(
            lambda number: _seconds(visit(self.house, number)),
            lambda number: _seconds(visit(self.plain, number)),
            self.rounds,
        )
        return Finding(name, pair.ratio, limit, ours=pair.ours, plain=pair.plain)


def list_of(sites: Sites, cases: int) -> Finding:
    """The list of cases, with its queries."""
    found = sites.compare(
        f"list of {cases:,} cases", LIST, lambda visitor, _number: visitor.get("/casos/")
    )
    return _counted(found, lambda visitor: visitor.get("/casos/", counting=True), sites)


def queries_of_list(listed: Finding) -> Finding:
    """That they are few."""
    return Finding("queries of the list", listed.queries or 0, MOST_QUERIES, unit="")


def one_case(sites: Sites) -> Finding:
    """Opening a case, each time another one."""
    codes = _newest(sites)
    found = sites.compare("open a case", CASE, _case_by_case(codes))
    return _counted(found, lambda visitor: visitor.get(f"/casos/{codes[0]}/", counting=True), sites)


def wall_at_list(sites: Sites) -> Finding:
    """The list behind the second wall, against the house without it."""
    name = "second wall: the list"
    return sites.compare(name, WALL, lambda visitor, _number: visitor.get("/casos/"))


def wall_at_case(sites: Sites) -> Finding:
    """A case behind the second wall, against the house without it."""
    return sites.compare("second wall: a case", WALL, _case_by_case(_newest(sites)))


def _newest(sites: Sites) -> list[str]:
    """The codes of as many open cases as there are visits."""
    newest = Case.objects.of_partner(sites.partner_id).still_open().newest_first()
    return list(newest.values_list("code", flat=True)[: WARM_UP + sites.rounds])


def _case_by_case(codes: list[str]) -> Callable[[Visitor, int], Answer]:
    """A visit of each in its turn."""
    return lambda visitor, number: visitor.get(f"/casos/{codes[number]}/")


def quick_case(sites: Sites) -> Finding:
    """Sending the quick form."""
    path, names = "/casos/nuevo/rapida/", _names()
    found = sites.compare(
        "create a case, quick form",
        CREATE,
        lambda visitor, _number: visitor.post(path, _quick_form(next(names))),
    )
    return _counted(
        found, lambda visitor: visitor.post(path, _quick_form(next(names)), counting=True), sites
    )


def whole_case(sites: Sites) -> Finding:
    """Opening a case of an intake with all its sections."""
    intakes = ready_intakes(sites.person.staff, WARM_UP + sites.rounds + 1)
    house, plain = ([pair[side] for pair in intakes] for side in (0, 1))
    codes = {id(sites.house): house, id(sites.plain): plain}

    def open_it(visitor: Visitor, number: int, *, counting: bool = False) -> Answer:
        path = f"/casos/nuevo/{codes[id(visitor)][number]}/abrir/"
        return visitor.post(path, {"submission_key": uuid4()}, counting=counting)

    found = sites.compare("create a case, whole intake", CREATE, open_it)
    return _counted(found, lambda visitor: open_it(visitor, -1, counting=True), sites)


def _counted(found: Finding, visit: Callable[[Visitor], Answer], sites: Sites) -> Finding:
    """The same finding, with how many queries each side takes."""
    ours, plain = (queries_of(_finished(visit(visitor))) for visitor in (sites.house, sites.plain))
    return replace(found, queries=ours, plain_queries=plain)


def _seconds(answer: Answer) -> float:
    return _finished(answer).seconds


def _finished(answer: Answer) -> Answer:
    """The answer, if it is what the page gives when all went well."""
    if answer.status not in {HTTPStatus.OK, HTTPStatus.FOUND}:
        raise RuntimeError(f"A page of the bench answered {answer.status}.")
    return answer


def _names() -> Iterator[str]:
    """Names that sound like nobody's: no duplicate is found."""
    while True:
        first, second = ("".join(secrets.choice(SYLLABLES) for _ in range(4)) for _ in range(2))
        yield f"{first} {second}".title()


def _quick_form(name: str) -> dict[str, Any]:
    return {
        "submission_key": uuid4(),
        "consents_to_services": "on",
        "chosen_name": name,
        "phone": f"6{secrets.randbelow(10**7):07}",
        "is_phone_allowed": "yes",
        "municipality": "El Alto, La Paz",
        "violence_types": ["v01_fisica", "v03_psicologica"],
        "level": "high",
        "reason": "Los golpes aumentan en frecuencia y él amenazó con quitarle a los hijos.",
    }
