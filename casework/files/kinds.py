"""The kinds of file that are taken, and what each is called outside."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileKind(models.TextChoices):
    """What a file is, by its content: its name and what a browser says of it count for nothing."""

    JPEG = "jpeg", _("Foto JPEG")
    PNG = "png", _("Imagen PNG")
    WEBP = "webp", _("Imagen WEBP")
    PDF = "pdf", _("Documento PDF")
    TEXT = "text", _("Texto")
    DOCX = "docx", _("Documento de Word")
    XLSX = "xlsx", _("Planilla de Excel")
    PPTX = "pptx", _("Presentación de PowerPoint")
    ODT = "odt", _("Documento de LibreOffice")
    ODS = "ods", _("Planilla de LibreOffice")
    OGG = "ogg", _("Audio OGG")
    MP3 = "mp3", _("Audio MP3")
    M4A = "m4a", _("Audio M4A")
    MP4 = "mp4", _("Video MP4")

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture, of which a copy without its metadata is made."""
        return self in PICTURES

    @property
    def may_be_shown(self) -> bool:
        """Whether it can be looked at on a page."""
        return self.is_picture or self == FileKind.PDF

    @property
    def media_type(self) -> str:
        """What a browser is told that it is."""
        return OUTSIDE[self].media_type

    @property
    def ending(self) -> str:
        """How its file's name ends, with the dot."""
        return OUTSIDE[self].ending


class SizeClass(models.TextChoices):
    """How large a file is, roughly: all that lists and counts may know."""

    SMALL = "small", _("menos de 1 MB")
    MEDIUM = "medium", _("de 1 a 10 MB")
    LARGE = "large", _("más de 10 MB")


@dataclass(frozen=True, slots=True)
class Outside:
    """What programs elsewhere call a kind; ``signed`` are the sniffer's names for its content."""

    media_type: str
    ending: str
    signed: frozenset[str]


def _outside(media_type: str, ending: str, *signed: str) -> Outside:
    return Outside(media_type, ending, frozenset(signed))


OFFICE = "application/vnd.openxmlformats-officedocument."
LIBRE = "application/vnd.oasis.opendocument."
OUTSIDE = {
    FileKind.JPEG: _outside("image/jpeg", ".jpg", ".jpg", ".jpeg"),
    FileKind.PNG: _outside("image/png", ".png", ".png"),
    FileKind.WEBP: _outside("image/webp", ".webp", ".webp"),
    FileKind.PDF: _outside("application/pdf", ".pdf", ".pdf"),
    FileKind.TEXT: _outside("text/plain; charset=utf-8", ".txt"),
    FileKind.DOCX: _outside(OFFICE + "wordprocessingml.document", ".docx"),
    FileKind.XLSX: _outside(OFFICE + "spreadsheetml.sheet", ".xlsx"),
    FileKind.PPTX: _outside(OFFICE + "presentationml.presentation", ".pptx"),
    FileKind.ODT: _outside(LIBRE + "text", ".odt"),
    FileKind.ODS: _outside(LIBRE + "spreadsheet", ".ods"),
    FileKind.OGG: _outside("audio/ogg", ".ogg", ".ogg", ".oga"),
    FileKind.MP3: _outside("audio/mpeg", ".mp3", ".mp3", ".mpga"),
    FileKind.M4A: _outside("audio/mp4", ".m4a", ".m4a"),
    FileKind.MP4: _outside("video/mp4", ".mp4", ".mp4"),
}
PICTURES = frozenset({FileKind.JPEG, FileKind.PNG, FileKind.WEBP})
MEGABYTE = 1_000_000


def size_class(size: int) -> SizeClass:
    """The class of a file of so many bytes."""
    if size < MEGABYTE:
        return SizeClass.SMALL
    return SizeClass.MEDIUM if size < 10 * MEGABYTE else SizeClass.LARGE
