"""Takes a file while it arrives, and writes no readable byte of it anywhere.

This is the site's only upload handler. What is sent to a page that takes no file, by somebody who
is not signed in, or beyond the largest size is read and forgotten as it comes.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import IO, Any, TypeVar, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from vault.scratch import Scratch

View = TypeVar("View", bound=Callable[..., Any])
MARK = "takes_files"


def takes_files(view: View) -> View:
    """Let this page receive a file; stands outermost."""
    setattr(view, MARK, True)
    return view


class ReceivedFile(UploadedFile):  # type: ignore[type-arg]  # plain at run time
    """A file as it came: its bytes put aside, and the digest of what was sent."""

    def __init__(self, name: str, content: Scratch, digest: str, *, is_too_large: bool) -> None:
        super().__init__(file=cast("IO[bytes]", content), name=name, size=content.size)
        self.content = content
        self.sha256 = digest
        self.is_too_large = is_too_large


class ReceivingHandler(FileUploadHandler):
    """Puts the first file of a request aside, sealed, and forgets all others."""

    chunk_size = 64 * 1024

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._content: Scratch | None = None
        self._digest = sha256()
        self._has_received = False
        self._is_too_large = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Make room, if this page takes a file from this person."""
        super().new_file(*args, **kwargs)
        self._content = Scratch(settings.SCRATCH_DIR) if self._is_expected() else None
        self._has_received = self._content is not None or self._has_received

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Put it aside; answers nothing, so that no other handler gets it."""
        if self._content is None or self._is_too_large:
            return
        if self._content.size + len(raw_data) > settings.LARGEST_FILE:
            self._is_too_large = True
            self._content.close()
            self._content = Scratch(settings.SCRATCH_DIR)
            return
        self._digest.update(raw_data)
        self._content.write(raw_data)

    def file_complete(self, file_size: int) -> ReceivedFile | None:
        """The file, when it was taken."""
        content, self._content = self._content, None
        if content is None:
            return None
        return ReceivedFile(
            str(self.file_name),
            content,
            self._digest.hexdigest(),
            is_too_large=self._is_too_large,
        )

    def upload_interrupted(self) -> None:
        """The line was cut: let go of what came."""
        if self._content is not None:
            self._content.close()
            self._content = None

    def _is_expected(self) -> bool:
        """Whether the page takes files, she is signed in, and this is the first."""
        match = getattr(self.request, "resolver_match", None)
        user = getattr(self.request, "user", None)
        is_open = match is not None and getattr(match.func, MARK, False)
        return bool(is_open and user and user.is_authenticated and not self._has_received)
