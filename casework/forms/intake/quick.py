"""The quick intake: five questions and a yes, for when there is no time for more."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.answers import IntakeAnswers
from casework.forms.fields import (
    CodeField,
    CodesField,
    FoldedCheckboxes,
    MunicipalityField,
    PhoneField,
    SafeCharField,
    SafeTextField,
    YesNoField,
)
from casework.forms.intake.lists import violence_types
from casework.forms.section import Answers, Group, SectionForm
from casework.models.case import RiskLevel
from casework.models.consent import ConsentPurpose


class QuickIntakeForm(SectionForm):
    """What a case cannot do without; everything else is completed in the case."""

    consents_to_services = forms.BooleanField(
        label=_("Acepta recibir los servicios de la organización"),
        error_messages={"required": _("Sin su consentimiento no se puede abrir el caso.")},
    )
    chosen_name = SafeCharField(
        label=_("¿Cómo quiere que la llamemos?"), help_text=_("Puede quedar vacío."), required=False
    )
    phone = PhoneField(label=_("Teléfono"), required=False)
    is_phone_allowed = YesNoField(
        label=_("¿Es seguro llamarla?"),
        required=False,
    )
    she_will_contact_us = forms.BooleanField(
        label=_("Ella se comunicará con nosotras"), required=False
    )
    no_safe_way = forms.BooleanField(
        label=_("No es seguro contactarla por ningún medio"), required=False
    )
    municipality = MunicipalityField(label=_("Municipio donde vive"), required=False)
    violence_types = CodesField(
        label=_("Tipos de violencia (Ley 348)"),
        choices=violence_types,
        widget=FoldedCheckboxes,
        required=False,
    )
    level = CodeField(
        label=_("Nivel de riesgo"),
        help_text=_("Ante la duda, el más alto."),
        choices=RiskLevel.choices,
        widget=forms.RadioSelect,
    )
    reason = SafeTextField(
        label=_("¿Por qué ese nivel?"),
        error_messages={"required": _("Escriba el motivo del nivel de riesgo.")},
        longest=4_000,
    )

    groups = (
        Group(_("Su consentimiento"), ("consents_to_services",)),
        Group(_("Ella"), ("chosen_name", "municipality")),
        Group(
            _("Contacto seguro"),
            ("phone", "is_phone_allowed", "she_will_contact_us", "no_safe_way"),
        ),
        Group(_("Qué pasó"), ("violence_types",)),
        Group(_("Riesgo"), ("level", "reason")),
    )

    def clean(self) -> dict[str, Any]:
        """Refuses an answer that leaves nobody knowing whether she may be called."""
        cleaned = super().clean() or {}
        ways = ("phone", "she_will_contact_us", "no_safe_way")
        if "phone" not in self.errors and not any(cleaned.get(way) for way in ways):
            self.add_error(
                "phone",
                _(
                    "Escriba un teléfono, o marque que ella se comunicará o que no es seguro "
                    "contactarla."
                ),
            )
        if cleaned.get("no_safe_way") and cleaned.get("is_phone_allowed"):
            self.add_error(
                "no_safe_way",
                _("Arriba dice que es seguro llamarla: corrija una de las dos respuestas."),
            )
        return cleaned

    def sections(self) -> IntakeAnswers:
        """The same answers, sorted into the sections they belong to."""
        given = self.answers()
        sorted_answers = {
            "consent": {"purposes": [ConsentPurpose.SERVICES.value]},
            "safe_contact": picked(
                given, "phone", "is_phone_allowed", "she_will_contact_us", "no_safe_way"
            ),
            "survivor": picked(given, "chosen_name", "municipality"),
            "incidents": {"incidents": [picked(given, "violence_types")]},
            "risk": picked(given, "level", "reason"),
            "needs": {},
        }
        return cast("IntakeAnswers", sorted_answers)


def picked(answers: Answers, *names: str) -> Answers:
    """The answers to these questions, where there are any."""
    return {name: answers[name] for name in names if name in answers}
