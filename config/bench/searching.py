"""Looking for part of a name among one partner's survivors."""

import gc
from itertools import cycle, islice
from time import perf_counter

from accounts.staff import Staff
from casework.duplicates import named_like
from casework.models import Listing
from config.bench.report import Finding
from vault.keychain import open_keys

QUERIES = ("kisp", "mam", "choke mar", "huan", "ximena", "condori ros", "gut", "vil", "arce", "zz")
MOST_MILLISECONDS = 60
SEARCHES = 60


def search(staff: Staff) -> Finding:
    """The 95th percentile, database and vault together; the keys are opened anew each time."""
    if staff.partner_id is None:
        raise RuntimeError("The volume's counselor belongs to no partner.")
    gc.collect()
    gc.freeze()  # as every worker of the site does once it has started
    listed = Listing.objects.filter(partner_id=staff.partner_id).count()
    took = []
    for text in islice(cycle(QUERIES), SEARCHES):
        with open_keys(staff.scope("bench")):
            started = perf_counter()
            named_like(staff.partner_id, text)
            took.append(perf_counter() - started)
    slow = sorted(took)[round(SEARCHES * 0.95) - 1] * 1_000
    return Finding(f"search {listed:,} names, p95", slow, MOST_MILLISECONDS, unit="ms")
