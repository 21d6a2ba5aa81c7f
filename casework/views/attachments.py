"""The files of a case: bringing one, looking at it, taking it along, destroying it."""

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import step_up
from accounts.permissions import Permission
from accounts.staff import StaffRequest
from casework.access import attachment_for, case_for, sessions_inside, walls_for
from casework.actions.attachment import (
    DownloadReason,
    Shown,
    add_attachment,
    hand_out_copy,
    hand_out_original,
    remove_attachment,
    show_attachment,
)
from casework.errors import AttachmentGone, CaseIsClosed, CaseworkError
from casework.files.receiving import takes_files
from casework.forms.attachment import AttachmentForm, OriginalForm, RemovalForm
from casework.overviews.attachments import attachment_page, attachments_of
from casework.overviews.frame import frame_of
from casework.views.answers import is_done, sent_back


class FileAnswer(FileResponse):
    """A file, handed on as it is opened. Nothing in it can run, whatever it is opened with."""

    block_size = 64 * 1024


@require_safe
def attachments(request: StaffRequest, code: str) -> HttpResponse:
    """All files of a case."""
    case = case_for(request.staff, code)
    context = {
        "frame": frame_of(request.staff, case, current="attachments"),
        "attachments": attachments_of(request.staff, case),
    }
    return render(request, "casework/attachments/list.html", context)


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def new_attachment(request: StaffRequest, code: str) -> HttpResponse:
    """Bring a file."""
    staff = request.staff
    case = case_for(staff, code, to=Permission.WRITE_CASE)
    if case.is_closed:
        return sent_back(request, code, CaseIsClosed())
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AttachmentForm(
        *sent,
        walls=walls_for(staff),
        sessions=sessions_inside(staff, case),
        initial={"brought_on": timezone.localdate()},
    )
    if is_done(form, lambda: add_attachment(case, **form.told(), by=staff)):
        return redirect("casework:attachments", code)
    context = {"frame": frame_of(staff, case), "form": form}
    return render(request, "casework/attachments/new.html", context)


@require_safe
def attachment(request: StaffRequest, code: str, attachment_code: str) -> HttpResponse:
    """One file: its custody, and a look at it."""
    found = attachment_for(request.staff, code, attachment_code)
    context = {
        "frame": frame_of(request.staff, found.case, current="attachments"),
        "page": attachment_page(request.staff, found),
    }
    return render(request, "casework/attachments/attachment.html", context)


@require_safe
def show(request: StaffRequest, code: str, attachment_code: str, page: int) -> HttpResponseBase:
    """A picture, or one page of a PDF, for the page of the file."""
    found = attachment_for(request.staff, code, attachment_code)
    try:
        return _answer(show_attachment(found, page, by=request.staff))
    except CaseworkError as error:
        return HttpResponse(str(error.message), status=404, content_type="text/plain")


@require_POST
def hand_out(request: StaffRequest, code: str, attachment_code: str) -> HttpResponseBase:
    """The copy of a picture, to take along; asks once more who she is."""
    found = attachment_for(request.staff, code, attachment_code)
    step_up.require(request)
    try:
        return _answer(hand_out_copy(found, by=request.staff), is_taken_along=True)
    except AttachmentGone as error:
        return sent_back(request, code, error)


@require_http_methods(["GET", "HEAD", "POST"])
def original(request: StaffRequest, code: str, attachment_code: str) -> HttpResponseBase:
    """The file as it came, for a reason; asks once more who she is."""
    found = attachment_for(request.staff, code, attachment_code)
    step_up.require(request)
    if not found.is_kept:
        return sent_back(request, code, AttachmentGone())
    form = OriginalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = DownloadReason(form.cleaned_data["reason"])
        shown = hand_out_original(found, reason=reason, by=request.staff)
        return _answer(shown, is_taken_along=True)
    context = {"frame": frame_of(request.staff, found.case), "form": form, "code": found.code}
    return render(request, "casework/attachments/original.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: StaffRequest, code: str, attachment_code: str) -> HttpResponse:
    """Destroy it, saying why."""
    staff = request.staff
    found = attachment_for(staff, code, attachment_code, to=Permission.WRITE_CASE)
    if not found.is_kept:
        return sent_back(request, code, AttachmentGone())
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if is_done(form, lambda: remove_attachment(found, **form.cleaned_data, by=staff)):
        return redirect("casework:attachment", code, attachment_code)
    context = {"frame": frame_of(staff, found.case), "form": form, "code": found.code}
    return render(request, "casework/attachments/remove.html", context)


def _answer(shown: Shown, *, is_taken_along: bool = False) -> FileAnswer:
    """The answer; its name says nothing of her, and a browser takes it for what it is told."""
    answer = FileAnswer(
        shown.content,
        as_attachment=is_taken_along,
        filename=shown.name,
        content_type=shown.media_type,
    )
    if shown.size is not None:
        answer.headers["Content-Length"] = str(shown.size)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
