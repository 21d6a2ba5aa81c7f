"""An intake before it is a case: sections saved apart, in any order, sealed from the first key."""

from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Partner
from casework.codes import new_code
from casework.models.case import Case
from casework.models.survivor import Survivor
from vault.compartments import Compartment
from vault.fields import SealedJSONField, SealedModel
from vault.ids import new_id


class SectionName(models.TextChoices):
    """The sections of an intake, in the order of the task list."""

    CONSENT = "consent", _("Consentimiento")
    SAFE_CONTACT = "safe_contact", _("Contacto seguro")
    SURVIVOR = "survivor", _("Quién es")
    INCIDENTS = "incidents", _("Qué pasó")
    RISK = "risk", _("Riesgo")
    NEEDS = "needs", _("Qué necesita ahora")


class IntakeQuerySet(models.QuerySet["Intake"]):
    """The words for asking about intakes."""

    def unfinished(self) -> Self:
        """Not yet a case."""
        return self.filter(finished_at__isnull=True)


class Intake(models.Model):
    """A first conversation that may become a case.

    ``survivor`` is set when she turned out to be known already: the case will be hers. ``case`` is
    what it became.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=9, unique=True, default=new_code, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    duplicates_seen_at = models.DateTimeField(null=True, blank=True)
    survivor = models.ForeignKey(
        Survivor, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    case = models.OneToOneField(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="intake"
    )

    objects = IntakeQuerySet.as_manager()

    class Meta:
        verbose_name = _("atención en curso")
        verbose_name_plural = _("atenciones en curso")

    def __str__(self) -> str:
        return self.code

    @property
    def trail_subject_id(self) -> UUID:
        """Its own id, until it is a case."""
        return self.id


class IntakeSection(SealedModel):
    """One section of an intake: what was saved, and what is being typed.

    ``answers`` and ``draft`` are JSON objects of form field name to value. Both vanish, with
    their key, when the intake becomes a case or is discarded.
    """

    sealed_owner: ClassVar[str] = "intake_id"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="sections")
    name = models.CharField(max_length=20, choices=SectionName.choices)
    answers_sealed = SealedJSONField(compartment=Compartment.INTAKE)
    draft_sealed = SealedJSONField(compartment=Compartment.INTAKE)
    saved_at = models.DateTimeField(null=True, blank=True)
    drafted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="intake_has_each_section_once", fields=["intake", "name"]),
        ]
        verbose_name = _("sección de la atención")
        verbose_name_plural = _("secciones de la atención")

    def __str__(self) -> str:
        return f"section {self.id}"

    @property
    def trail_subject_id(self) -> UUID:
        """The intake it belongs to."""
        return self.intake_id
