"""What people say of a file they bring, take along or destroy."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from casework.actions.attachment import Custody, DownloadReason
from casework.files.errors import FileIncomplete, FileRefused
from casework.files.inspection import InspectedFile, inspect
from casework.files.kinds import MEGABYTE
from casework.files.receiving import ReceivedFile
from casework.forms.deed import DeedForm
from casework.forms.fields import CodeField, PastDateField, SafeCharField, SafeTextField
from casework.forms.follow_up import DAY_HINT
from casework.models.attachment import BroughtBy, BroughtHow, RemovalReason
from casework.models.session import SupportSession
from vault.compartments import Compartment

LONGEST_NAME = 200
WALL_WORDS = {
    Compartment.CASE: _("Quien puede ver el caso"),
    Compartment.PSYCHOLOGICAL: _("Solo la psicóloga que apoya el caso"),
    Compartment.LEGAL: _("Solo la asesora legal que apoya el caso"),
}


class IncomingFileField(forms.Field):
    """A file, looked into: what it is comes from its content. Cleaned, it is an InspectedFile."""

    widget = forms.FileInput
    default_error_messages: ClassVar = {
        "required": _("Elija un archivo."),
        "again": _("Elija el archivo otra vez: el navegador no lo guarda."),
    }

    def clean(self, value: Any) -> InspectedFile:
        """The file with what is known of it, or why it is not taken."""
        if not isinstance(value, UploadedFile):
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if not isinstance(value, ReceivedFile):
            raise forms.ValidationError(str(FileRefused.message))
        try:
            return inspect(value)
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal.message)) from None


class AttachmentForm(DeedForm):
    """A file, and its custody: who brought it, when and how.

    ``is_whole`` stands last: it arrives only when all that is before it did.
    """

    file = IncomingFileField(
        label=_("Archivo"),
        help_text=_(
            "Foto, PDF, texto, documento, audio o video. Se guarda cifrado. De las fotos se "
            "muestra una copia sin ubicación ni datos de la cámara."
        ),
    )
    title = SafeCharField(
        label=_("¿Qué es?"),
        help_text=_("Por ejemplo: certificado médico del 3 de mayo."),
        longest=LONGEST_NAME,
    )
    wall = CodeField(
        label=_("¿Quién puede verlo?"),
        choices=[],
        widget=forms.RadioSelect,
    )
    session = CodeField(
        label=_("¿Es de una sesión?"), choices=[], required=False, unanswered=_("No")
    )
    brought_by = CodeField(label=_("¿Quién lo trajo?"), choices=BroughtBy.choices)
    brought_by_name = SafeCharField(
        label=_("Nombre o institución"), required=False, longest=LONGEST_NAME
    )
    brought_on = PastDateField(label=_("¿Qué día?"), help_text=DAY_HINT)
    brought_how = CodeField(label=_("¿Cómo llegó?"), choices=BroughtHow.choices)
    is_whole = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        walls: Sequence[Compartment],
        sessions: Sequence[SupportSession],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        most = _("Hasta %(most)s MB.") % {"most": settings.LARGEST_FILE // MEGABYTE}
        self.fields["file"].help_text = format_lazy("{} {}", self.fields["file"].help_text, most)
        self._sessions = {session.code: session for session in sessions}
        self.fields["wall"].choices = [(wall.value, WALL_WORDS[wall]) for wall in walls]  # type: ignore[attr-defined]
        self.fields["session"].choices = [("", _("No")), *map(_named, sessions)]  # type: ignore[attr-defined]
        if len(walls) == 1:
            self.initial.setdefault("wall", walls[0].value)

    def clean(self) -> dict[str, Any]:
        """A file that came in part is none; one that came must be chosen again after an error."""
        cleaned = super().clean() or {}
        if not cleaned.get("is_whole") and "file" not in self.errors:
            self.add_error("file", str(FileIncomplete.message))
        if self.errors and "file" not in self.errors:
            self.add_error("file", self.fields["file"].error_messages["again"])
        return cleaned

    def refuse(self, error: Any, field: str | None = None) -> None:
        """Say why, and that the file must be chosen again."""
        super().refuse(error, field or "wall")
        self.add_error("file", self.fields["file"].error_messages["again"])

    def told(self) -> dict[str, Any]:
        """What the deed needs to know."""
        told = self.cleaned_data
        return {
            "file": told["file"],
            "title": told["title"],
            "wall": Compartment(told["wall"]),
            "session": self._sessions.get(told["session"]),
            "custody": Custody(
                brought_by=BroughtBy(told["brought_by"]),
                brought_by_name=told["brought_by_name"],
                brought_on=told["brought_on"],
                brought_how=BroughtHow(told["brought_how"]),
            ),
        }


class OriginalForm(DeedForm):
    """Why an original leaves the house."""

    reason = CodeField(
        label=_("¿Para qué necesita el original?"),
        help_text=_("El motivo y su nombre quedan en la bitácora."),
        choices=DownloadReason.choices,
        widget=forms.RadioSelect,
    )


class RemovalForm(DeedForm):
    """Why a file is destroyed."""

    reason = CodeField(
        label=_("¿Por qué se destruye?"),
        choices=RemovalReason.choices,
        widget=forms.RadioSelect,
    )
    note = SafeTextField(label=_("Nota"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


def _named(session: SupportSession) -> tuple[str, str]:
    label = f"{session.get_kind_display()} · {session.held_on:%d/%m/%Y}"
    return session.code, label
