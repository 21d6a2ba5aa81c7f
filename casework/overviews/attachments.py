"""The files of a case: a line for each, and what a page says of one."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.staff import Staff
from casework.access import walls_inside, walls_of_role
from casework.actions.attachment import may_remove
from casework.models import Attachment, Case
from casework.overviews.words import Tag

SHOWN_PAGES = 12


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """A file in the list; without title and address for somebody outside its wall."""

    title: str
    url: str
    kind: str
    size: str
    brought_on: date
    who: str
    tag: Tag | None


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page to look at, and what it is called."""

    url: str
    words: str


@dataclass(frozen=True)
class AttachmentPage:
    """One file: its custody, and what of it can be looked at."""

    code: str
    title: str
    original_name: str
    kind: str
    size: int | None
    brought_by: str
    brought_by_name: str
    brought_on: date
    brought_how: str
    kept_at: datetime
    kept_by: str
    wall: str
    sha256: str
    session_url: str
    pictures: list[PagePicture]
    left_out: int
    has_copy: bool
    is_kept: bool
    may_remove: bool
    removed_at: datetime | None
    removed_by: str
    removal_reason: str
    removal_note: str


def attachments_of(staff: Staff, case: Case) -> list[AttachmentLine]:
    """All files of a case, the latest first."""
    found = Attachment.objects.filter(case=case).select_related("created_by")
    inside, hers = walls_inside(staff, case), walls_of_role(staff)
    return [
        _line(each, case)
        if each.wall in inside or (each.created_by_id == staff.user.id and each.wall in hers)
        else _reserved(each)
        for each in found
    ]


def attachment_page(staff: Staff, attachment: Attachment) -> AttachmentPage:
    """The page of one file, for somebody inside its wall."""
    pictures, left_out = _pictures(attachment)
    session = attachment.session
    remover = attachment.removed_by
    return AttachmentPage(
        code=attachment.code,
        title=attachment.title,
        original_name=attachment.original_name,
        kind=attachment.get_kind_display(),
        size=attachment.size,
        brought_by=attachment.get_brought_by_display(),
        brought_by_name=attachment.brought_by_name,
        brought_on=attachment.brought_on,
        brought_how=attachment.get_brought_how_display(),
        kept_at=timezone.localtime(attachment.created_at),
        kept_by=attachment.created_by.full_name,
        wall=attachment.wall,
        sha256=attachment.sha256,
        session_url=(
            reverse("casework:session", args=[attachment.case.code, session.code])
            if session
            else ""
        ),
        pictures=pictures,
        left_out=left_out,
        has_copy=bool(attachment.copy_name) and attachment.is_kept,
        is_kept=attachment.is_kept,
        may_remove=Permission.WRITE_CASE in staff.permissions and may_remove(staff, attachment),
        removed_at=attachment.removed_at and timezone.localtime(attachment.removed_at),
        removed_by=remover.full_name if remover else "",
        removal_reason=attachment.get_removal_reason_display() if remover else "",
        removal_note=attachment.removal_note,
    )


def _line(attachment: Attachment, case: Case) -> AttachmentLine:
    """For somebody inside its wall."""
    url = reverse("casework:attachment", args=[case.code, attachment.code])
    tag = None if attachment.is_kept else Tag(_("Destruido"), "danger")
    return _drawn(attachment, title=attachment.title, url=url, tag=tag)


def _reserved(attachment: Attachment) -> AttachmentLine:
    """For somebody outside its wall: that there is one."""
    tag = Tag(_("Reservado"), "note")
    return _drawn(attachment, title=_("Archivo reservado"), url="", tag=tag)


def _drawn(attachment: Attachment, *, title: str, url: str, tag: Tag | None) -> AttachmentLine:
    return AttachmentLine(
        title=title,
        url=url,
        kind=attachment.get_kind_display(),
        size=attachment.get_size_class_display(),
        brought_on=attachment.brought_on,
        who=attachment.created_by.full_name,
        tag=tag,
    )


def _pictures(attachment: Attachment) -> tuple[list[PagePicture], int]:
    """What can be looked at, and how many pages are left out."""
    if not attachment.is_kept or not attachment.format.may_be_shown:
        return [], 0
    pages = attachment.pages or 1
    shown = min(pages, SHOWN_PAGES)
    codes = [attachment.case.code, attachment.code]
    pictures = [
        PagePicture(
            reverse("casework:show_attachment", args=[*codes, number]),
            _("Página %(n)s de %(all)s") % {"n": number, "all": pages},
        )
        for number in range(1, shown + 1)
    ]
    return pictures, pages - shown
