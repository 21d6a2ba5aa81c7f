"""The list of erasures outside the database: what a restored backup must not bring back.

One line for each, in the file ``ERASURES_PATH``: ids of rows and keys, made at random, and nothing
about anybody. A line is on the disk before the database commits, so it is never behind. Each
bears this installation's mark: a line that somebody wrote or changed by hand erases nothing.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from vault.errors import KeyringUnusable, Tampered
from vault.signing import check_mark, mark

PURPOSE = "erasures"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One erasure: its id, what it was of, and the keys it destroyed."""

    id: UUID
    partner_id: UUID
    survivor_id: UUID
    case_id: UUID
    extent: str
    key_ids: tuple[UUID, ...]


class ForgedLine(Exception):
    """A line that does not bear the mark of this installation; ``number`` counts from 1.

    So does one whose root key the keyring has forgotten or cannot open.
    """

    def __init__(self, number: int) -> None:
        super().__init__(f"Line {number} was not written by this installation, or is damaged.")
        self.number = number


def write_down(line: Line) -> None:
    """Append the line; it is on the disk when this returns. Raises OSError when it cannot be."""
    path = Path(settings.ERASURES_PATH)
    with _alone(path):
        is_new = not path.exists()
        with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(size - 1, 0))
            is_torn = size > 0 and file.read(1) != b"\n"
            file.seek(0, os.SEEK_END)
            file.write((b"\n" if is_torn else b"") + _text(line) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            _settle(path.parent)


def mark_again() -> int:
    """Give every line of ours a mark of the root key in use, so that older ones can be forgotten.

    A line that is not ours stays as it is, and is refused as before. The list is replaced whole
    or not at all; how many lines there were.
    """
    path = Path(settings.ERASURES_PATH)
    if not path.exists():
        return 0
    with _alone(path):
        known = list(lines())
        texts = [text for text in path.read_bytes().splitlines() if text.strip()]
        marked = [
            text if isinstance(line, ForgedLine) else _text(line)
            for line, text in zip(known, texts, strict=True)
        ]
        draft = path.with_suffix(".new")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(b"".join(text + b"\n" for text in marked))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        _settle(path.parent)
    return len(marked)


def lines(path: Path | None = None) -> Iterator[Line | ForgedLine]:
    """Every line in its order; one that is not ours comes as the refusal it deserves.

    No file is an empty list. Raises FileNotFoundError when a path was given and is not there.
    """
    where = path or Path(settings.ERASURES_PATH)
    if path is None and not where.exists():
        return
    for number, text in enumerate(where.read_text(encoding="utf-8").splitlines(), start=1):
        if text.strip():
            yield _read(number, text)


def _read(number: int, text: str) -> Line | ForgedLine:
    try:
        data = json.loads(text)
        check_mark(PURPOSE, _signed({**data, "mark": None}), data["mark"])
        return _line(data)
    except (ValueError, KeyError, TypeError, AttributeError, Tampered, KeyringUnusable):
        return ForgedLine(number)


def _data(line: Line) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "id": str(line.id),
        "partner": str(line.partner_id),
        "survivor": str(line.survivor_id),
        "case": str(line.case_id),
        "extent": line.extent,
        "keys": [str(one) for one in line.key_ids],
    }


def _line(data: dict[str, Any]) -> Line:
    return Line(
        id=UUID(data["id"]),
        partner_id=UUID(data["partner"]),
        survivor_id=UUID(data["survivor"]),
        case_id=UUID(data["case"]),
        extent=data["extent"],
        key_ids=tuple(UUID(one) for one in data["keys"]),
    )


def _signed(data: dict[str, Any]) -> bytes:
    """What the mark is made of: everything but the mark."""
    told = {name: value for name, value in data.items() if name != "mark"}
    return json.dumps(told, sort_keys=True).encode()


def _text(line: Line) -> bytes:
    """The line as it stands in the file, with its mark."""
    data = _data(line)
    return json.dumps({**data, "mark": mark(PURPOSE, _signed(data))}, sort_keys=True).encode()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """No other process writes the list until the block ends."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _settle(folder: Path) -> None:
    """See that the name of a new file is on the disk, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
