"""A partner's rules: how long something is kept after a case is closed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms.deed import DeedForm
from casework.forms.fields import CodeField
from erasure.extents import Extent

LEAST_MONTHS, MOST_MONTHS = 6, 600


class RuleForm(DeedForm):
    """What, and for how many months; nothing keeps it for good."""

    extent = CodeField(label=_("Qué se borra"), choices=Extent.choices)
    months = forms.IntegerField(
        label=_("Meses después del cierre"),
        help_text=_("Entre 6 y 600. Déjelo vacío para no borrar nunca por plazo."),
        required=False,
        min_value=LEAST_MONTHS,
        max_value=MOST_MONTHS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": _("Escriba un número de meses."),
            "min_value": _("Escriba al menos 6 meses."),
            "max_value": _("Escriba como máximo 600 meses."),
        },
    )


class RuleDecisionForm(DeedForm):
    """Yes or no to what somebody else proposed."""

    extent = CodeField(label=_("Regla"), choices=Extent.choices)
    decision = CodeField(
        label=_("Su decisión"), choices=[("approve", _("Aprobar")), ("decline", _("Rechazar"))]
    )
