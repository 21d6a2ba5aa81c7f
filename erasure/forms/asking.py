"""Asking for an erasure, deciding it, and holding a case."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms.deed import DeedForm
from casework.forms.fields import CodeField, DayField, SafeTextField
from erasure.extents import Extent, Wish
from erasure.models.hold import HoldReason

PEOPLES_WISHES = [(wish.value, wish.label) for wish in (Wish.HERS, Wish.ORDER)]


class AskForm(DeedForm):
    """What is to go, whose wish it is, and why."""

    extent = CodeField(label=_("¿Qué se borra?"), choices=Extent.choices, widget=forms.RadioSelect)
    wish = CodeField(label=_("¿Por qué?"), choices=PEOPLES_WISHES, widget=forms.RadioSelect)
    words = SafeTextField(
        label=_("Explique el pedido"),
        help_text=_("Lo lee quien decide. Queda sellado con el caso y se borra con él."),
        longest=2_000,
    )


class DecisionForm(DeedForm):
    """Yes or no; a no says why."""

    decision = CodeField(
        label=_("Su decisión"),
        choices=[("approve", _("Aprobar: se borra ahora")), ("decline", _("Rechazar"))],
        widget=forms.RadioSelect,
    )
    words = SafeTextField(label=_("Motivo, si lo rechaza"), required=False, longest=2_000)

    def clean(self) -> dict[str, Any]:
        """Whoever asked must learn why not."""
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "decline" and not cleaned.get("words"):
            self.add_error("words", _("Escriba el motivo del rechazo."))
        return cleaned


class HoldForm(DeedForm):
    """Why the data must stay, and until when."""

    reason = CodeField(label=_("Motivo"), choices=HoldReason.choices)
    words = SafeTextField(
        label=_("Explique por qué"),
        help_text=_("Por ejemplo el número del proceso o de la orden."),
        longest=2_000,
    )
    until_on = DayField(
        label=_("Hasta"),
        help_text=_("Déjelo vacío si debe terminarla una supervisora."),
        required=False,
    )

    def clean_until_on(self) -> date | None:
        """A day that has not passed."""
        day: date | None = self.cleaned_data["until_on"]
        if day is not None and day < timezone.localdate():
            raise ValidationError(_("Elija una fecha desde hoy."))
        return day
