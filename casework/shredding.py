"""What is kept of a case outside of the tables, and goes with its rows: files, for one.

An app registers in its ``AppConfig.ready`` what removes it. The rows themselves and their keys are
removed by whoever erases; a shredder is called before, inside the same transaction, and should
leave what cannot be rolled back to the commit.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Model

Shredder = Callable[[Sequence[Any]], None]

_shredders: dict[type[Model], Shredder] = {}


def register_shredder(model: type[Model], shredder: Shredder) -> None:
    """Have this called with the rows of a model that are about to go."""
    _shredders[model] = shredder


def shred(rows: Iterable[Model]) -> None:
    """Remove what the rows have outside of the tables."""
    by_model: dict[type[Model], list[Model]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    for model, going in by_model.items():
        if model in _shredders:
            _shredders[model](going)
