"""Everything that is measured, in its order."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.core.management import call_command
from django.db import connection

from casework.models import Case
from config.bench import vault
from config.bench.pages import (
    Sites,
    list_of,
    one_case,
    queries_of_list,
    quick_case,
    wall_at_case,
    wall_at_list,
    whole_case,
)
from config.bench.person import counselor
from config.bench.plain.filling import fill_tables, make_tables
from config.bench.report import Finding
from config.bench.rotating import rotation
from config.bench.searching import search
from config.bench.sites import running
from config.bench.visitor import Visitor
from config.bench.weights import weights
from config.volume.loading import Progress, Volume, load
from config.volume.network import partner_codes

HOUSE, PLAIN = "config.bench.house", "config.bench.plain.settings"
UNWALLED = "config.bench.unwalled"
PARTNERS, STAFF, SEED = 11, 50, 1
GROWTH = 1.2


@dataclass(frozen=True)
class Size:
    """How many cases there are at last, a tenth of them at first; how many rounds of each visit."""

    cases: int
    rounds: int
    processes: int


def measure(size: Size) -> Iterator[Finding]:
    """Each finding as soon as it is known. The database must be empty."""
    call_command("migrate", verbosity=0)
    call_command("sync_grants", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    yield from _of_the_vault()
    make_tables()
    yield _filled(size.cases // 10, size.processes)
    with running(HOUSE) as house, running(PLAIN) as plain:
        person = counselor()
        sites = Sites(
            person, Visitor(house, person.cookies), Visitor(plain, person.cookies), size.rounds
        )
        small = list_of(sites, size.cases // 10)
        yield small
        yield _filled(size.cases, size.processes)
        large = list_of(sites, size.cases)
        yield from (large, queries_of_list(large), *_growth(small, large))
        yield one_case(sites)
        yield from _second_wall(sites)
        yield quick_case(sites)
        yield whole_case(sites)
        yield search(person.staff)
        code = Case.objects.of_partner(sites.partner_id).still_open().newest_first()[0].code
        yield from weights(Visitor(house), sites.house, code)
    yield from rotation(partner_codes(PARTNERS)[0], size.processes)


def _of_the_vault() -> Iterator[Finding]:
    for row in vault.measure():
        yield Finding(
            row["name"], row["ratio"], row["limit"], ours=row["seconds"], plain=row["plain_seconds"]
        )


def _filled(cases: int, processes: int) -> Finding:
    """The house filled through its keys, seals and trail; the plain tables beside it."""
    steps = list(load(Volume(PARTNERS, STAFF, cases, SEED), processes=processes))
    progress = steps[-1] if steps else Progress(0, 0.0)
    fill_tables()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
    return Finding(f"load to {cases:,} cases", progress.rate, unit="a second")


def _second_wall(sites: Sites) -> Iterator[Finding]:
    """The list and a case behind PostgreSQL's policies, against the house without them."""
    with running(UNWALLED) as unwalled:
        beside = replace(sites, plain=Visitor(unwalled, sites.person.cookies))
        yield from (wall_at_list(beside), wall_at_case(beside))


def _growth(small: Finding, large: Finding) -> Iterator[Finding]:
    """How the list's time grew while the cases became ten times as many, and the plain list's."""
    yield Finding("growth of the list, tenfold cases", _ratio(large.ours, small.ours), GROWTH)
    yield Finding("growth of the plain list", _ratio(large.plain, small.plain))


def _ratio(after: float | None, before: float | None) -> float:
    return after / before if after and before else 0.0
