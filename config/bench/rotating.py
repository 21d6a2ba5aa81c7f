"""How fast a partner's keys are exchanged and its values sealed anew, on the volume as it is."""

from collections import defaultdict
from collections.abc import Iterator
from time import perf_counter

from config.bench.report import Finding
from config.rotation import rotate_partner

LEAST_KEYS, LEAST_VALUES = 50_000, 20_000  # a second
MICRO = 1_000_000


def rotation(partner: str, processes: int) -> Iterator[Finding]:
    """Microseconds for each key and for each value, all the work of the database included.

    Half of the keys that the second rotation finds are retired: those it only wraps anew, the
    others it also follows by new ones.
    """
    yield _of("values", *_timed(partner, processes)["values"], LEAST_VALUES)
    yield _of("keys", *_timed(partner, processes)["keys"], LEAST_KEYS)


def _timed(partner: str, processes: int) -> dict[str, tuple[int, float]]:
    """How many of each, and in how many seconds."""
    counts: dict[str, int] = defaultdict(int)
    seconds: dict[str, float] = defaultdict(float)
    last = perf_counter()
    for step in rotate_partner(partner, processes):
        now = perf_counter()
        kind = "keys" if step.new_keys else "values"
        counts[kind] += step.new_keys + step.new_values
        seconds[kind] += now - last
        last = now
    return {kind: (counts[kind], seconds[kind]) for kind in counts}


def _of(kind: str, count: int, seconds: float, least: int) -> Finding:
    done = "wrapped" if kind == "keys" else "sealed"
    rate = count / seconds
    name = f"{kind} {done} anew ({rate:,.0f} a second)"
    return Finding(name, MICRO / rate, MICRO / least, unit="µs")
