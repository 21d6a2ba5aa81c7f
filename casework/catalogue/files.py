"""Reads the fact files in ``data/``: rows as they stand, without those marked placeholder."""

import csv
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

DATA = Path(__file__).parent / "data"

Row: TypeAlias = Mapping[str, Any]


@cache
def rows_of(file_name: str) -> tuple[Row, ...]:
    """The rows of a JSON file (its ``items``) or of a CSV file, in the order of the file.

    A row marked ``"placeholder": true`` holds a name or number that nobody has found yet:
    it waits in the file for a lawyer, and is never loaded.
    """
    path = DATA / file_name
    read = _csv_rows if path.suffix == ".csv" else _json_rows
    return tuple(row for row in read(path) if not row.get("placeholder"))


def _json_rows(path: Path) -> list[Row]:
    items: list[Row] = json.loads(path.read_text(encoding="utf-8"))["items"]
    return items


def _csv_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
