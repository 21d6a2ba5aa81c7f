"""Office documents are archives: looked through before they are believed."""

import zipfile
import zlib
from pathlib import PurePosixPath

from casework.files.errors import (
    FileDisguised,
    FileExpands,
    FileKindUnknown,
    FileLocked,
    FileUnreadable,
)
from casework.files.kinds import OUTSIDE, FileKind
from vault.scratch import CHUNK, Scratch

LARGEST_LIST = 1_000_000  # bytes of the archive's list of contents
MOST_PARTS = 5_000
LARGEST_WHOLE = 300_000_000
LARGEST_RATIO = 200
SMALL_ENOUGH = 5_000_000  # below it, how well something is packed does not matter
END, END_SIZE = b"PK\x05\x06", 22
IS_ENCRYPTED = 0x1
PLAIN_WAYS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
ACTIVE_ENDINGS = frozenset(
    {".bin", ".exe", ".dll", ".js", ".vbs", ".jar", ".class", ".zip", ".bat", ".cmd", ".ps1"}
)
HARMLESS = ("printersettings",)  # Excel keeps what a printer was told as .bin
ACTIVE_FOLDERS = frozenset({"basic", "scripts", "activex", "embeddings"})
OFFICE_PARTS = {
    "word/document.xml": FileKind.DOCX,
    "xl/workbook.xml": FileKind.XLSX,
    "ppt/presentation.xml": FileKind.PPTX,
}
LIBRE_TYPES = {OUTSIDE[kind].media_type: kind for kind in (FileKind.ODT, FileKind.ODS)}


def kind_of_archive(content: Scratch) -> FileKind:
    """Which kind of office document an archive is. Raises FileRefused for every other."""
    _refuse_unmeasured_list(content)
    try:
        with zipfile.ZipFile(content) as archive:
            parts = archive.infolist()
            _refuse_bombs(parts, content.size)
            kind = _kind(archive, {part.filename for part in parts})
            for part in parts:
                _refuse_active(part)
            _read_through(archive, parts)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError):
        raise FileUnreadable from None
    return kind


def _refuse_unmeasured_list(content: Scratch) -> None:
    """The list of contents is read at once, so it must be short; nothing may follow it."""
    content.seek(max(content.size - END_SIZE, 0))
    end = content.read(END_SIZE)
    if end[:4] != END:
        raise FileDisguised
    if int.from_bytes(end[12:16], "little") > LARGEST_LIST:
        raise FileExpands


def _refuse_bombs(parts: list[zipfile.ZipInfo], size: int) -> None:
    whole = sum(part.file_size for part in parts)
    is_packed_too_well = whole > SMALL_ENOUGH and whole > size * LARGEST_RATIO
    if len(parts) > MOST_PARTS or whole > LARGEST_WHOLE or is_packed_too_well:
        raise FileExpands


def _kind(archive: zipfile.ZipFile, names: set[str]) -> FileKind:
    if "[Content_Types].xml" in names:
        for name, kind in OFFICE_PARTS.items():
            if name in names:
                return kind
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:  # noqa: PLR2004
        told = archive.read("mimetype").decode("ascii", "replace").strip()
        if told in LIBRE_TYPES:
            return LIBRE_TYPES[told]
    raise FileKindUnknown


def _refuse_active(part: zipfile.ZipInfo) -> None:
    """Raises for what runs, what hides, and what would land outside its folder."""
    path = PurePosixPath(part.filename.lower())
    if part.flag_bits & IS_ENCRYPTED:
        raise FileLocked
    is_outside = path.is_absolute() or ".." in path.parts or "\\" in part.filename
    is_active = path.suffix in ACTIVE_ENDINGS and not any(word in str(path) for word in HARMLESS)
    if is_outside or is_active or ACTIVE_FOLDERS & set(path.parts):
        raise FileDisguised
    if part.compress_type not in PLAIN_WAYS:
        raise FileKindUnknown


def _read_through(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Every part has the length and the checksum that the list says."""
    for part in parts:
        with archive.open(part) as opened:
            while opened.read(CHUNK):
                pass
