"""Hands a file to the process that opens it (`casework.files.drawing`), and takes what it made."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Timer

from django.conf import settings

from casework.files import drawing
from casework.files.errors import FileExpands, FileLocked, FileRefused, FileUnreadable
from casework.files.kinds import FileKind
from vault.scratch import CHUNK, Scratch
from vault.streams import Source

SCRIPT = str(Path(drawing.__file__).resolve())
MOST_SECONDS = 45
LARGEST_RESULT = 100_000_000
REFUSALS: dict[int, type[FileRefused]] = {
    drawing.UNREADABLE: FileUnreadable,
    drawing.EXPANDS: FileExpands,
    drawing.LOCKED: FileLocked,
}


def cleaned_picture(kind: FileKind, picture: Source) -> Scratch:
    """A copy of the picture without anything but its points. Raises FileRefused."""
    return _made("clean-picture", kind.value, source=picture)


def page_count(document: Source) -> int:
    """How many pages a PDF has. Raises FileRefused."""
    return int(_made("count-pages", source=document).read())


def drawn_page(document: Source, number: int) -> Scratch:
    """One page of a PDF as PNG, counted from 1. Raises FileRefused."""
    return _made("draw-page", str(number), source=document)


def _made(verb: str, *words: str, source: Source) -> Scratch:
    """What the process wrote; it is ended when it takes too long or writes too much."""
    made = Scratch(settings.SCRATCH_DIR)
    command = [sys.executable, "-I", SCRIPT, verb, *words]
    with subprocess.Popen(  # noqa: S603  # our own script, words of ours
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
    ) as process:
        watch = Timer(MOST_SECONDS, process.kill)
        watch.start()
        try:
            _give(process, source)
            _take(process, made)
        finally:
            watch.cancel()
    if process.returncode:
        made.close()
        # Ended by a limit, or by a fault of the library that the file brought about.
        raise REFUSALS.get(process.returncode, FileExpands)
    return made


def _give(process: "subprocess.Popen[bytes]", source: Source) -> None:
    """Everything, piece by piece; a process that ended early says why by its code."""
    assert process.stdin  # noqa: S101  # opened above
    with suppress(BrokenPipeError):
        while piece := source.read(CHUNK):
            process.stdin.write(piece)
    with suppress(BrokenPipeError):
        process.stdin.close()


def _take(process: "subprocess.Popen[bytes]", made: Scratch) -> None:
    assert process.stdout  # noqa: S101  # opened above
    while piece := process.stdout.read(CHUNK):
        if made.size + len(piece) > LARGEST_RESULT:
            process.kill()
            return
        made.write(piece)
