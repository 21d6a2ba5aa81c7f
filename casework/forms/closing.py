"""What people type when a case is closed, and when it is opened again."""

from django.utils.translation import gettext_lazy as _

from casework import catalogue
from casework.errors import ChecklistIncomplete
from casework.forms.deed import DeedForm
from casework.forms.fields import CodeField, CodesField, SafeTextField
from casework.models.closure import ChecklistItem


def closing_reasons() -> list[tuple[str, str]]:
    """The reasons, as the catalogue orders them."""
    return catalogue.choices("motivo_cierre")


class ClosingForm(DeedForm):
    """The checklist, the reason, and a note."""

    checklist = CodesField(
        label=_("Antes de cerrar"),
        help_text=_("Revise y marque cada punto."),
        choices=ChecklistItem.choices,
        error_messages={"required": ChecklistIncomplete.message},
    )
    reason = CodeField(label=_("Motivo del cierre"), choices=closing_reasons)
    note = SafeTextField(
        label=_("Nota de cierre"),
        help_text=_("Qué se logró, qué queda pendiente y cómo puede volver."),
        required=False,
    )


class ReopeningForm(DeedForm):
    """Why it is opened again."""

    reason = SafeTextField(label=_("¿Por qué se reabre?"))
