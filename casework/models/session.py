"""Support sessions: everybody on the case sees that one took place; its note is walled."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.codes import new_code
from casework.models.base import CaseRow
from vault.compartments import Compartment
from vault.fields import SealedTextField


class SessionKind(models.TextChoices):
    """What kind of support was given; it decides who may read the note."""

    SOCIAL = "social", _("Social")
    PSYCHOLOGICAL = "psychological", _("Psicológica")
    LEGAL = "legal", _("Legal")


WALLS: dict[str, Compartment] = {
    SessionKind.SOCIAL: Compartment.CASE,
    SessionKind.PSYCHOLOGICAL: Compartment.PSYCHOLOGICAL,
    SessionKind.LEGAL: Compartment.LEGAL,
}


class SessionMode(models.TextChoices):
    """How they met."""

    IN_PERSON = "in_person", _("En persona")
    PHONE = "phone", _("Por teléfono")
    VIDEO = "video", _("Por video")
    VISIT = "visit", _("Visita")


class Attendance(models.TextChoices):
    """Whether she came."""

    ATTENDED = "attended", _("Asistió")
    MISSED = "missed", _("No asistió")
    CANCELLED = "cancelled", _("Se canceló")


class SupportSession(CaseRow):
    """One session. The note is fixed once recorded; what is added later is an addendum."""

    code = models.CharField(max_length=9, unique=True, default=new_code, editable=False)
    kind = models.CharField(max_length=20, choices=SessionKind.choices)
    mode = models.CharField(max_length=20, choices=SessionMode.choices)
    attendance = models.CharField(max_length=20, choices=Attendance.choices)
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    note_sealed = SealedTextField(compartment_from="wall")
    note_erased_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-held_on", "-id"]
        verbose_name = _("sesión")
        verbose_name_plural = _("sesiones")

    @property
    def wall(self) -> Compartment:
        """The compartment its note is sealed in."""
        return WALLS[self.kind]


class SessionAddendum(CaseRow):
    """Something added to a session's note afterwards; the note itself stays as it was."""

    session = models.ForeignKey(SupportSession, on_delete=models.PROTECT, related_name="addenda")
    note_sealed = SealedTextField(compartment_from="wall")

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = _("adenda")
        verbose_name_plural = _("adendas")

    @property
    def wall(self) -> Compartment:
        """The compartment of the session it adds to."""
        return self.session.wall
