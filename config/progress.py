"""A bar for somebody who looks; nothing into a file."""

import sys

from django.core.management.base import OutputWrapper

WIDTH = 30


def draw(stream: OutputWrapper, done: int, total: int, rate: float) -> None:
    """How far it is, on the line that the last call drew."""
    if not sys.stdout.isatty():
        return
    share = min(WIDTH, WIDTH * done // max(total, 1))
    bar = "█" * share + "·" * (WIDTH - share)
    stream.write(f"\r{bar} {done:>9,} / {total:,}  {rate:,.0f}/s", ending="")
    stream.flush()
