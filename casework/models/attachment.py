"""Files brought to a case: what each is, who brought it, and where it lies sealed."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.codes import new_code
from casework.files.kinds import FileKind, SizeClass
from casework.models.base import CaseRow
from casework.models.session import SupportSession
from vault.compartments import Compartment
from vault.fields import SealedIntegerField, SealedKeyField, SealedQuerySet, SealedTextField


class BroughtBy(models.TextChoices):
    """From whom the organisation has it."""

    HERSELF = "herself", _("Ella misma")
    RELATIVE = "relative", _("Familiar o persona de su confianza")
    INSTITUTION = "institution", _("Una institución")
    STAFF = "staff", _("Alguien de la organización")
    OTHER = "other", _("Otra persona")


class BroughtHow(models.TextChoices):
    """How it came."""

    IN_PERSON = "in_person", _("En persona")
    MESSAGE = "message", _("Por mensaje al teléfono")
    MAIL = "mail", _("Por correo electrónico")
    PAPER = "paper", _("En papel: lo escaneamos o fotografiamos")
    MADE_HERE = "made_here", _("Lo hicimos aquí")


class RemovalReason(models.TextChoices):
    """Why a file was destroyed."""

    MISTAKE = "mistake", _("Se subió por error")
    SHE_ASKED = "she_asked", _("Ella lo pidió")
    DUPLICATE = "duplicate", _("Está repetido")
    UNREADABLE = "unreadable", _("No se puede leer")
    NOT_NEEDED = "not_needed", _("Ya no hace falta tenerlo")


class AttachmentQuerySet(SealedQuerySet["Attachment"]):
    """The words for asking about files."""

    def kept(self) -> Self:
        """Those that were not destroyed."""
        return self.filter(removed_at__isnull=True)

    def stored_as(self, names: list[str]) -> set[str]:
        """Which of these names of the store belong to a file that is kept."""
        originals = self.kept().filter(storage_name__in=names)
        copies = self.kept().filter(copy_name__in=names)
        return {
            *originals.values_list("storage_name", flat=True),
            *copies.values_list("copy_name", flat=True),
        }


class Attachment(CaseRow):
    """A file of a case, or of one of its sessions, in one compartment: its ``wall``.

    The original stays as it came, with the digest of what was received; of a picture a copy
    without metadata is kept beside it, and shown instead. Both are sealed with ``content_key``.
    When a file is destroyed the key goes and the row stays: that it was here, and why it is not
    any more, belongs to its custody.
    """

    code = models.CharField(max_length=9, unique=True, default=new_code, editable=False)
    session = models.ForeignKey(
        SupportSession, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    wall = models.CharField(max_length=20, choices=Compartment.choices)
    kind = models.CharField(max_length=10, choices=FileKind.choices)
    size_class = models.CharField(max_length=10, choices=SizeClass.choices)
    title_sealed = SealedTextField(compartment_from="wall")
    original_name_sealed = SealedTextField(compartment_from="wall")
    pages_sealed = SealedIntegerField(compartment_from="wall")
    size_sealed = SealedIntegerField(compartment_from="wall")
    sha256_sealed = SealedTextField(compartment_from="wall")
    content_key_sealed = SealedKeyField(compartment_from="wall")
    storage_name = models.CharField(max_length=100)
    copy_name = models.CharField(max_length=100, blank=True)
    brought_by = models.CharField(max_length=20, choices=BroughtBy.choices)
    brought_by_name_sealed = SealedTextField(compartment_from="wall")
    brought_on = models.DateField()
    brought_how = models.CharField(max_length=20, choices=BroughtHow.choices)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    removal_reason = models.CharField(max_length=20, choices=RemovalReason.choices, blank=True)
    removal_note_sealed = SealedTextField(compartment_from="wall")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="attachment_has_a_key_exactly_while_it_is_kept",
                condition=models.Q(removed_at__isnull=True, content_key_sealed__isnull=False)
                | models.Q(removed_at__isnull=False, content_key_sealed__isnull=True),
            ),
            models.CheckConstraint(
                name="attachment_is_walled_as_notes_are",
                condition=models.Q(
                    wall__in=[Compartment.CASE, Compartment.LEGAL, Compartment.PSYCHOLOGICAL]
                ),
            ),
            models.CheckConstraint(
                name="attachment_is_removed_with_a_reason",
                condition=models.Q(removed_at__isnull=True) | ~models.Q(removal_reason=""),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["storage_name"], name="attachment_by_storage_name"),
            models.Index(fields=["copy_name"], name="attachment_by_copy_name"),
        ]
        verbose_name = _("archivo")
        verbose_name_plural = _("archivos")

    @property
    def format(self) -> FileKind:
        """Its kind, with what is known of the kind."""
        return FileKind(self.kind)

    @property
    def is_kept(self) -> bool:
        """Whether it was not destroyed."""
        return self.removed_at is None

    @property
    def stored_names(self) -> list[str]:
        """Its files in the store."""
        return [name for name in (self.storage_name, self.copy_name) if name]

    def destroy_at(self, moment: datetime) -> None:
        """Let go of the key: from the save on, its files are noise."""
        self.removed_at = moment
        self.content_key = None
