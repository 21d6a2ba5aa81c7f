"""Rotating keys as the whole house does it: the vault's course, with digests and the trail."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from threading import Thread
from time import sleep
from uuid import UUID

from django.db import connection, connections

from accounts.access import partner_of_code
from audit.background import background
from audit.events import Event
from audit.ledger import record
from audit.tripwire import accounted
from casework.digest_renewal import renew_digests
from erasure.book import mark_again
from vault import rotation, wall
from vault.rotation import Batch, Done, House, Rotated, Step, Workers

DEED = "rotate_keys"


class UnknownPartner(Exception):
    """No partner has this code."""


def rotate_root(processes: int = 1) -> Iterator[Step]:
    """A new root key; everything that stands under the old one goes under it."""
    yield from _carried_out(partial(rotation.plan, None), processes)


def rotate_partner(code: str, processes: int = 1) -> Iterator[Step]:
    """New keys of one partner, down to each sealed value. Raises UnknownPartner."""
    partner = partner_of_code(code)
    if partner is None:
        raise UnknownPartner(code)
    yield from _carried_out(partial(rotation.plan, partner.pk), processes)


def rotate_all(processes: int = 1) -> Iterator[Step]:
    """The root key and every partner's, or what an earlier run left of that."""
    yield from _carried_out(rotation.plan_all, processes)


def _carried_out(plan: Callable[[], Iterable[UUID]], processes: int) -> Iterator[Step]:
    with background(DEED, partners=wall.EVERYONE), _workers(processes) as workers:
        house = House(
            accounting=accounted,
            renew_digests=partial(renew_digests, purpose=DEED, accounting=accounted),
            finish=_recorded,
            workers=workers,
        )
        for each in plan():
            yield from rotation.rotate(each, house)


def _recorded(rotated: Rotated) -> None:
    """The one entry, on the trail of the partner whose keys they are.

    What bears a root key's mark outside the database is marked anew, so that it can be forgotten.
    """
    if rotated.partner_id is None:
        mark_again()
    record(
        Event.DEED,
        partner_id=rotated.partner_id,
        deed="rotate_keys",
        details={
            "keys": rotated.keys,
            "values": rotated.values,
            "damaged": rotated.damaged,
        },
    )


@contextmanager
def _workers(processes: int) -> Iterator[Workers]:
    """This process, or several beside it; SQLite knows one writer at a time."""
    if processes == 1 or connection.vendor != "postgresql":
        yield map
        return
    connections.close_all()
    context, mother = get_context("fork"), os.getpid()
    with ProcessPoolExecutor(
        processes, context, initializer=_watch_mother, initargs=(mother,)
    ) as pool:
        pool.submit(int).result()  # all are born now, while no connection is open to inherit
        yield partial(_side_by_side, pool, processes)


def _watch_mother(mother: int) -> None:
    """Lets a worker end with the process that it works for, should that be killed."""

    def watch() -> None:
        while os.getppid() == mother:
            sleep(1)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _side_by_side(
    pool: ProcessPoolExecutor,
    processes: int,
    work: Callable[[Batch], Done],
    batches: Iterable[Batch],
) -> Iterator[Done]:
    """Never more than two batches a process wait, so that finding runs not far ahead of doing."""
    waiting: deque[Future[Done]] = deque()
    for batch in batches:
        waiting.append(pool.submit(work, batch))
        if len(waiting) > 2 * processes:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
