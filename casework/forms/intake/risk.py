"""How much danger she is in: the professional's judgement, and her own."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms.fields import CodeField, SafeTextField
from casework.forms.section import Group, SectionForm
from casework.models.case import RiskLevel


class RiskForm(SectionForm):
    """A level is never without its reason."""

    level = CodeField(
        label=_("Nivel de riesgo"),
        help_text=_("Ante la duda, el más alto: se puede bajar después."),
        choices=RiskLevel.choices,
        widget=forms.RadioSelect,
    )
    reason = SafeTextField(
        label=_("¿Por qué ese nivel?"),
        help_text=_(
            "Amenazas, armas, si vive con él, si la violencia va en aumento, embarazo, "
            "hijas e hijos."
        ),
        error_messages={"required": _("Escriba el motivo del nivel de riesgo.")},
        longest=4_000,
    )
    her_own_perception = SafeTextField(
        label=_("¿Qué tan segura se siente ella?"),
        help_text=_("También al volver a casa hoy. Con sus palabras."),
        longest=4_000,
        required=False,
    )

    groups = (Group("", ("level", "reason", "her_own_perception")),)
