"""Fills one partner with invented cases, batch by batch: keys, sealed rows and trail together."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from accounts.models import Partner
from accounts.staff import Staff
from audit.bulk import create_all
from audit.context import acting
from audit.reads import record_reads
from casework.models import Case
from config.volume.cases import rows_of_cases
from config.volume.network import case_workers
from vault.keychain import open_keys

WHY = "load_volume"
A_BATCH = 200
DAYS_BACK = 700


def fill(partner: Partner, wanted: int, seed: int) -> Iterator[int]:
    """Adds cases until the partner has as many as wanted; tells after each batch how many it was.

    The same seed gives the same women and the same stories; ids, codes and keys are new each time.
    """
    present = Case.objects.of_partner(partner.pk).count()
    staff = case_workers(partner)
    for start in range(present, wanted, A_BATCH):
        numbers = range(start, min(start + A_BATCH, wanted))
        days = [_day_of(number, present, wanted) for number in numbers]
        chance = Random(f"{seed} {partner.code} {start}")  # noqa: S311  # invented data, no secret
        _add_cases(chance, days, by=staff[start // A_BATCH % len(staff)])
        yield len(numbers)


@transaction.atomic
def _add_cases(chance: Random, days: Iterable[date], *, by: Staff) -> None:
    """One batch as her work: rows, entries and what was unsealed on the way."""
    with acting(by.actor), open_keys(by.scope(WHY)):
        create_all(rows_of_cases(chance, days, by=by), why=WHY)
        record_reads()


def _day_of(number: int, first: int, end: int) -> date:
    """The later the number, the later the day; the last is today."""
    share = (number - first) / max(end - first - 1, 1)
    return timezone.localdate() - timedelta(days=round(DAYS_BACK * (1 - share)))
