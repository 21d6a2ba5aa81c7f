"""Loads the volume partner by partner, in one process or several, and tells how fast."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from time import perf_counter

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connections

from accounts.models import Partner
from audit.background import background
from audit.context import current_actor
from config.volume.filling import WHY, fill
from config.volume.network import found_partner, partner_codes, staff_by_partner


@dataclass(frozen=True)
class Volume:
    """How much is wanted in all; what is there already counts."""

    partners: int
    staff: int
    cases: int
    seed: int

    def shares(self) -> list[tuple[str, int]]:
        """Each partner's code and how many cases it shall have."""
        codes = partner_codes(self.partners)
        least, more = divmod(self.cases, self.partners)
        return [(code, least + (number < more)) for number, code in enumerate(codes)]


@dataclass(frozen=True)
class Progress:
    """How far the loading has come: cases added so far, and in how many seconds."""

    added: int
    seconds: float

    @property
    def rate(self) -> float:
        """Cases a second."""
        return self.added / self.seconds if self.seconds else 0.0


def load(volume: Volume, *, processes: int = 1) -> Iterator[Progress]:
    """Makes the partners and their staff, and fills them; tells after each step how far it is.

    In a demo the staff sign in with the demo's password, elsewhere with none.
    """
    _found(volume)
    started, added = perf_counter(), 0
    steps = _in_turn(volume) if processes == 1 else _side_by_side(volume, processes)
    for count in steps:
        added += count
        yield Progress(added, perf_counter() - started)


def _found(volume: Volume) -> None:
    codes = partner_codes(volume.partners)
    hashed = make_password(settings.DEMO_PASSWORD if settings.DEMO else None)
    with background(WHY, partners=None):
        for code, people in staff_by_partner(codes, volume.staff).items():
            found_partner(code, people, hashed, current_actor())


def _in_turn(volume: Volume) -> Iterator[int]:
    for code, wanted in volume.shares():
        yield from _filled(code, wanted, volume.seed)


def _side_by_side(volume: Volume, processes: int) -> Iterator[int]:
    """One process a partner, so many at a time; each opens a connection of its own."""
    connections.close_all()
    with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
        tasks = [pool.submit(_fill_whole, *share, volume.seed) for share in volume.shares()]
        for task in as_completed(tasks):
            yield task.result()


def _fill_whole(code: str, wanted: int, seed: int) -> int:
    return sum(_filled(code, wanted, seed))


def _filled(code: str, wanted: int, seed: int) -> Iterator[int]:
    partner = Partner.objects.get(code=code)
    with background(WHY, partners=None):
        yield from fill(partner, wanted, seed)
