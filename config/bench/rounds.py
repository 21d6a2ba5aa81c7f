"""Times two ways of the same thing in turn, so that whatever else the machine does hits both."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

WARM_UP = 5

Timed = Callable[[int], float]


@dataclass(frozen=True)
class Pair:
    """The median of each, in seconds."""

    ours: float
    plain: float

    @property
    def ratio(self) -> float:
        """How many times the plain way."""
        return self.ours / self.plain


def side_by_side(ours: Timed, plain: Timed, rounds: int) -> Pair:
    """Both in turn, each round beginning with the other; the first rounds are not counted.

    Each is called with the number of the round, and answers seconds.
    """
    took: dict[str, list[float]] = {"ours": [], "plain": []}
    ways = [("ours", ours), ("plain", plain)]
    for number in range(WARM_UP + rounds):
        for name, way in ways if number % 2 else reversed(ways):
            took[name].append(way(number))
    return Pair(median(took["ours"][WARM_UP:]), median(took["plain"][WARM_UP:]))
