"""What a file is by its content, and whether it is taken."""

import codecs
import re
from dataclasses import dataclass

import puremagic

from casework.files.archives import END, kind_of_archive
from casework.files.bounded import cleaned_picture, page_count
from casework.files.errors import (
    FileDisguised,
    FileEmpty,
    FileKindUnknown,
    FileTooLarge,
    FileUnreadable,
)
from casework.files.kinds import OUTSIDE, FileKind
from casework.files.receiving import ReceivedFile
from vault.scratch import CHUNK, Scratch

HEAD = 4_096
TAIL = 66_000  # an archive's end stands within this many bytes of a file's
ARCHIVE = b"PK\x03\x04"
PDF_MARK, PDF_WITHIN = b"%PDF-", 1_024  # readers look for it that far
MARKUP = re.compile(rb"<(?:!doctype|html|script|svg|\?php|iframe)", re.IGNORECASE)
NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
ENCODINGS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class InspectedFile:
    """A file that is taken. ``copy`` is a picture without its metadata, ``pages`` a PDF's count."""

    name: str
    kind: FileKind
    original: Scratch
    sha256: str
    copy: Scratch | None = None
    pages: int | None = None


def inspect(file: ReceivedFile) -> InspectedFile:
    """The file with what is known of it. Raises FileRefused, which says why it is not taken."""
    content = file.content
    if file.is_too_large:
        raise FileTooLarge
    if not content.size:
        raise FileEmpty
    content.seek(0)
    head = content.read(HEAD)
    kind = _kind_of(head, content)
    _refuse_two_in_one(kind, head, content)
    content.seek(0)
    copy = cleaned_picture(kind, content) if kind.is_picture else None
    pages = page_count(content) if kind == FileKind.PDF else None
    return InspectedFile(file.name or "", kind, content, file.sha256, copy, pages)


def _kind_of(head: bytes, content: Scratch) -> FileKind:
    if head.startswith(ARCHIVE):
        return kind_of_archive(content)
    signed = _signatures(head)
    for kind, outside in OUTSIDE.items():
        if outside.signed & signed:
            return kind
    _require_text(head, content)
    return FileKind.TEXT


def _signatures(head: bytes) -> set[str]:
    """What the sniffer takes the content for, as endings of names."""
    try:
        return {found.extension for found in puremagic.magic_string(head)}
    except puremagic.PureError:
        return set()


def _require_text(head: bytes, content: Scratch) -> None:
    """Raises FileKindUnknown unless all of it is text that no program would run."""
    if head.lstrip()[:1] == b"<" or head.startswith((b"#!", b"MZ", b"\x7fELF")):
        raise FileKindUnknown
    encoding = next((name for mark, name in ENCODINGS if head.startswith(mark)), "utf-8")
    decoder = codecs.getincrementaldecoder(encoding)()
    content.seek(0)
    try:
        while piece := content.read(CHUNK):
            if NOT_TEXT.search(decoder.decode(piece)):
                raise FileKindUnknown
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise FileKindUnknown from None


def _refuse_two_in_one(kind: FileKind, head: bytes, content: Scratch) -> None:
    """Raises FileDisguised when another program would take the file for something else."""
    content.seek(max(content.size - TAIL, 0))
    tail = content.read(TAIL)
    is_archive_too = END in tail and not _is_office(kind)
    is_pdf_too = PDF_MARK in head[:PDF_WITHIN] and kind not in {FileKind.PDF, FileKind.TEXT}
    is_page_too = kind.is_picture and bool(MARKUP.search(head) or MARKUP.search(tail))
    if is_archive_too or is_pdf_too or is_page_too:
        raise FileDisguised
    if kind == FileKind.PDF and not head.startswith(PDF_MARK):
        raise FileUnreadable


def _is_office(kind: FileKind) -> bool:
    return not OUTSIDE[kind].signed and kind != FileKind.TEXT
