"""What was measured, as a table for people or as one JSON object a line."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Finding:
    """One measurement: ours, the plain way's where there is one, and the promise it is held to.

    ``value`` is what the promise limits: a ratio, a number of queries, milliseconds, bytes.
    """

    name: str
    value: float
    limit: float | None = None
    unit: str = "×"
    ours: float | None = None
    plain: float | None = None
    queries: int | None = None
    plain_queries: int | None = None

    @property
    def is_kept(self) -> bool:
        """Whether the promise holds."""
        return self.limit is None or self.value <= self.limit


def as_lines(findings: Iterable[Finding]) -> list[str]:
    """One JSON object a finding."""
    return [json.dumps({**asdict(each), "is_kept": each.is_kept}) for each in findings]


def as_table(findings: Iterable[Finding]) -> list[str]:
    """The table; what broke its promise is marked."""
    head = f"{'':44}{'measured':>12}{'promised':>12}{'ours':>11}{'plain':>11}{'queries':>10}"
    return [head, *(_line(each) for each in findings)]


def _line(each: Finding) -> str:
    mark = " " if each.is_kept else "!"
    limit = "" if each.limit is None else f"≤ {_number(each.limit, each.unit)}"
    queries = "" if each.queries is None else str(each.queries)
    if each.plain_queries is not None:
        queries += f"/{each.plain_queries}"
    return (
        f"{mark} {each.name:42}{_number(each.value, each.unit):>12}{limit:>12}"
        f"{_time(each.ours):>11}{_time(each.plain):>11}{queries:>10}"
    )


def _number(value: float, unit: str) -> str:
    if unit == "×":
        return f"{value:.2f} ×"
    return f"{value:,.0f} {unit}".strip() if value >= 100 else f"{value:.3g} {unit}".strip()  # noqa: PLR2004


def _time(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f"{seconds * 1_000:.1f} ms" if seconds >= 0.001 else f"{seconds * 1e6:.2f} µs"  # noqa: PLR2004
