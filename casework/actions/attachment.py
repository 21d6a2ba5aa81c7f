"""Keeping, showing, handing out and destroying the files of a case."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.staff import Staff
from audit.events import Event
from audit.ledger import record
from casework.access import is_inside, supports, walls_for
from casework.actions.course import hold, hold_closed_or_open, require_same_partner
from casework.errors import AttachmentGone, AttachmentNotHers, WallNotHers
from casework.files.bounded import drawn_page
from casework.files.errors import FileUnreadable
from casework.files.inspection import InspectedFile
from casework.files.keeping import (
    Pieces,
    fetch,
    forget,
    forget_when_committed,
    is_old,
    keep,
    kept_names,
)
from casework.files.kinds import size_class
from casework.models import Attachment, Case, SupportSession
from casework.models.attachment import BroughtBy, BroughtHow
from vault.compartments import Compartment
from vault.errors import KeyNotOpen, Tampered
from vault.ids import new_id
from vault.keychain import keychain
from vault.scratch import CHUNK, Scratch
from vault.streams import Place, new_file_key, open_stream, seal_stream

if TYPE_CHECKING:
    from django.core.files import File

ORIGINAL, COPY = "original", "copy"
FILES = "casework_attachment.content"  # what the trail calls a file that was found damaged


class DownloadReason(models.TextChoices):
    """What an original leaves the house for."""

    PROSECUTOR = "prosecutor", _("Para la fiscalía o la policía")
    COURT = "court", _("Para el juzgado")
    EXPERT = "expert", _("Para un peritaje o un informe")
    HERSELF = "herself", _("Para entregárselo a ella")
    WORK = "work", _("Para trabajar en el caso")


@dataclass(frozen=True)
class Custody:
    """From whom the organisation has a file, when and how."""

    brought_by: BroughtBy
    brought_by_name: str
    brought_on: date
    brought_how: BroughtHow


@dataclass(frozen=True)
class Shown:
    """Something to be shown or handed out: what it is, and its bytes, opened as they are read."""

    media_type: str
    name: str
    size: int | None
    content: Pieces


@transaction.atomic
def add_attachment(
    case: Case,
    *,
    file: InspectedFile,
    title: str,
    wall: Compartment,
    custody: Custody,
    session: SupportSession | None = None,
    by: Staff,
) -> Attachment:
    """Keep a file, sealed, behind its wall. Raises CaseIsClosed or WallNotHers."""
    if wall not in walls_for(by) or (session and session.wall != wall):
        raise WallNotHers
    require_same_partner(case, by=by)
    keychain().ensure(case.partner_id, case.id, wall)
    attachment = _kept(case, file, wall)
    attachment.title = title
    attachment.session = session
    attachment.brought_by = custody.brought_by
    attachment.brought_by_name = custody.brought_by_name
    attachment.brought_on = custody.brought_on
    attachment.brought_how = custody.brought_how
    attachment.created_by = by.user
    hold(case, by=by)  # only now: storing a large file takes long, and others work on the case
    attachment.save()
    _record("add_attachment", attachment)
    return attachment


def show_attachment(attachment: Attachment, page: int, *, by: Staff) -> Shown:
    """A picture's copy, or one page of a PDF drawn. Raises AttachmentGone or FileRefused."""
    _require_inside(attachment, by)
    _record("show_attachment", attachment)
    if not attachment.format.may_be_shown:
        raise FileUnreadable
    if attachment.format.is_picture:
        copy = _opened(attachment, COPY)
        return Shown(attachment.format.media_type, attachment.code, None, copy)
    with _opened(attachment, ORIGINAL) as original:
        drawn = drawn_page(original, page)
    return Shown("image/png", attachment.code, drawn.size, Pieces(_read(drawn), drawn))


def hand_out_copy(attachment: Attachment, *, by: Staff) -> Shown:
    """The copy of a picture, without where and with what it was taken, to take along."""
    _require_inside(attachment, by)
    _record("hand_out_copy", attachment, Event.EXPORTED)
    name = attachment.code + attachment.format.ending
    return Shown(attachment.format.media_type, name, None, _opened(attachment, COPY))


def hand_out_original(attachment: Attachment, *, reason: DownloadReason, by: Staff) -> Shown:
    """The file as it came, for a reason that the trail keeps. Raises AttachmentGone."""
    _require_inside(attachment, by)
    _record("hand_out_original", attachment, Event.EXPORTED, reason=f"original_for_{reason.value}")
    name = attachment.code + attachment.format.ending
    original = _opened(attachment, ORIGINAL)
    return Shown(attachment.format.media_type, name, attachment.size, original)


@transaction.atomic
def remove_attachment(attachment: Attachment, *, reason: str, note: str, by: Staff) -> None:
    """Destroy a file: its key goes, then its bytes; that it was here, and why it went, stays.

    The reason is a RemovalReason. Raises AttachmentGone, or AttachmentNotHers.
    """
    _require_inside(attachment, by)
    if not may_remove(by, attachment):
        raise AttachmentNotHers
    hold_closed_or_open(attachment.case, by=by)
    attachment.destroy_at(timezone.now())
    attachment.removed_by = by.user
    attachment.removal_reason = reason
    attachment.removal_note = note
    attachment.save()
    forget_when_committed(attachment.stored_names)
    _record("remove_attachment", attachment, reason=f"removed_{reason}")


def may_remove(staff: Staff, attachment: Attachment) -> bool:
    """Whether she brought it here, or supports the case."""
    return attachment.created_by_id == staff.user.id or supports(staff, attachment.case)


def shred_files(attachments: Sequence[Attachment]) -> None:
    """Their bytes go once it is committed that the rows and their keys went."""
    forget_when_committed([name for row in attachments for name in row.stored_names])


def sweep_files() -> int:
    """Remove the files that belong to no row and are no longer young; how many there were."""
    swept = 0
    for names in kept_names():
        wanted = Attachment.objects.all().stored_as(names)
        orphans = [name for name in names if name not in wanted and is_old(name)]
        forget(orphans)
        swept += len(orphans)
    return swept


def _kept(case: Case, file: InspectedFile, wall: Compartment) -> Attachment:
    """The row of a file that lies sealed in the store by now."""
    attachment = Attachment(
        id=new_id(),
        partner_id=case.partner_id,
        case=case,
        wall=wall,
        kind=file.kind,
        size_class=size_class(file.original.size),
    )
    key = new_file_key()
    attachment.content_key = key
    attachment.original_name = file.name
    attachment.sha256 = file.sha256
    attachment.size = file.original.size
    attachment.pages = file.pages
    attachment.storage_name = _stored(attachment, key, ORIGINAL, file.original)
    if file.copy is not None:
        attachment.copy_name = _stored(attachment, key, COPY, file.copy)
    return attachment


def _stored(attachment: Attachment, key: bytes, part: str, content: Scratch) -> str:
    content.seek(0)
    return keep(seal_stream(key, Place.of(attachment, part), content, content.size))


def _opened(attachment: Attachment, part: str) -> Pieces:
    """The bytes of one of its files; that it was read is counted now, not when they are taken.

    All of it is looked through before the first byte is given. Raises Tampered when it is not as
    it was kept, which the trail is told.
    """
    key = attachment.content_key
    if key is None:
        raise KeyNotOpen("The key of this file was destroyed.")
    place = Place.of(attachment, part)
    name = attachment.copy_name if part == COPY else attachment.storage_name
    try:
        stored = _looked_through(fetch(name), key, place)
    except Tampered:
        ids = (attachment.partner_id, attachment.id, attachment.case_id)
        keychain().note_damage(ids, attachment.wall, FILES)
        raise
    return Pieces(open_stream(key, place, stored), stored)


def _looked_through(stored: "File[bytes]", key: bytes, place: Place) -> "File[bytes]":
    """The sealed file, at its beginning again. Raises Tampered unless all of it is whole."""
    try:
        for _piece in open_stream(key, place, stored):
            pass
    except Tampered:
        stored.close()
        raise
    stored.seek(0)
    return stored


def _read(content: Scratch) -> Iterator[bytes]:
    content.seek(0)
    while piece := content.read(CHUNK):
        yield piece


def _require_inside(attachment: Attachment, by: Staff) -> None:
    """The door asked already; a deed asks again. Raises AttachmentGone for a destroyed file."""
    require_same_partner(attachment.case, by=by)
    author = attachment.created_by_id
    if not is_inside(by, attachment.wall, attachment.case, author_id=author):
        raise AttachmentNotHers
    if not attachment.is_kept:
        raise AttachmentGone


def _record(
    deed: str, attachment: Attachment, event: Event = Event.DEED, *, reason: str = ""
) -> None:
    record(
        event,
        partner_id=attachment.partner_id,
        subject_id=attachment.case_id,
        target=attachment,
        deed=deed,
        reason=reason,
        details={"kind": attachment.kind, "wall": attachment.wall},
    )
