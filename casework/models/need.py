"""What she needs now."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.base import CaseRow


class NeedKind(models.TextChoices):
    """The domains in which a need is named."""

    SAFETY = "safety", _("Seguridad")
    HEALTH = "health", _("Salud")
    PSYCHOSOCIAL = "psychosocial", _("Apoyo psicológico y social")
    LEGAL = "legal", _("Asesoría legal")
    SHELTER = "shelter", _("Un lugar donde estar")
    LIVELIHOOD = "livelihood", _("Ingresos y sustento")
    DOCUMENTS = "documents", _("Documentos")
    CHILDREN = "children", _("Hijas e hijos")


class Need(CaseRow):
    """One need named by her, open until it is met."""

    kind = models.CharField(max_length=20, choices=NeedKind.choices)
    met_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="need_is_named_once_per_case", fields=["case", "kind"]),
        ]
        verbose_name = _("necesidad")
        verbose_name_plural = _("necesidades")
