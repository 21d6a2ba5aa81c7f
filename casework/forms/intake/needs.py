"""What she needs now, and how she came."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms.fields import CodeField, CodesField, SafeTextField
from casework.forms.intake.lists import listed
from casework.forms.section import Group, SectionForm
from casework.models.need import NeedKind


class NeedsForm(SectionForm):
    """What she names herself comes first."""

    lead = _("Ninguna pregunta es obligatoria.")

    kinds = CodesField(
        label=_("¿Qué necesita ahora?"),
        help_text=_("Lo que ella nombra."),
        choices=NeedKind.choices,
        required=False,
    )
    immediate_notes = SafeTextField(
        label=_("Qué se hizo o se acordó hoy"),
        help_text=_("Atención urgente, dónde pasará la noche, con quién cuenta."),
        longest=4_000,
        required=False,
    )
    wants_legal_action = CodeField(
        label=_("¿Quiere iniciar una acción legal?"),
        choices=listed("accion_legal"),
        widget=forms.RadioSelect,
        required=False,
    )
    entry_channel = CodeField(
        label=_("¿Cómo llegó?"), choices=listed("via_llegada"), required=False
    )

    groups = (Group("", ("kinds", "immediate_notes", "wants_legal_action", "entry_channel")),)
