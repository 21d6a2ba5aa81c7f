"""Safe contact: how she may be reached without putting her in danger."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms.fields import (
    CodeField,
    PastDateField,
    PhoneField,
    SafeCharField,
    SafeTextField,
    YesNoField,
)
from casework.forms.section import Group, SectionForm
from casework.models.contact import WhosePhone

CHANNELS = ("is_phone_allowed", "is_message_allowed", "is_voicemail_allowed", "is_visit_allowed")


class SafeContactForm(SectionForm):
    """At least one way to reach her, or the statement that there is none."""

    lead = _("Basta una forma de contacto, o marcar que no se la puede contactar.")

    she_will_contact_us = forms.BooleanField(
        label=_("Ella se comunicará con nosotras"),
        help_text=_("Nadie la llama ni le escribe, y no se envían recordatorios."),
        required=False,
    )
    no_safe_way = forms.BooleanField(
        label=_("No es seguro contactarla por ningún medio"), required=False
    )
    phone = PhoneField(label=_("Teléfono"), help_text=_("Por ejemplo 71234567."), required=False)
    whose_phone = CodeField(
        label=_("¿De quién es el teléfono?"),
        choices=WhosePhone.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    is_phone_allowed = YesNoField(label=_("¿Se la puede llamar?"), required=False)
    is_message_allowed = YesNoField(label=_("¿Se le puede escribir?"), required=False)
    is_voicemail_allowed = YesNoField(
        label=_("¿Se puede dejar un mensaje de voz?"),
        required=False,
    )
    is_visit_allowed = YesNoField(label=_("¿Se la puede visitar?"), required=False)
    hours = SafeCharField(
        label=_("¿En qué horas?"),
        help_text=_("Cuándo está a solas y puede hablar."),
        required=False,
    )
    what_to_say = SafeCharField(
        label=_("¿Qué decir si contesta otra persona?"), longest=300, required=False
    )
    who_may_answer = SafeCharField(
        label=_("¿Quién puede contestar sin peligro?"),
        help_text=_("Una persona de confianza y qué es de ella."),
        required=False,
    )
    code_word = SafeCharField(
        label=_("Palabra clave"),
        help_text=_("Para saber si puede hablar o pide ayuda."),
        longest=60,
        required=False,
    )
    other_way = SafeTextField(
        label=_("Otra forma de contacto"),
        help_text=_("Otro teléfono, un correo que solo ella abre, una vecina, un lugar."),
        longest=1_000,
        required=False,
    )
    confirmed_on = PastDateField(
        label=_("Lo confirmó con ella el"),
        initial=timezone.localdate,
        required=False,
        help_text=_("Se vuelve a preguntar cada 30 días."),
    )

    groups = (
        Group(
            _("Cómo encontrarla"),
            ("phone", "whose_phone", "other_way", "she_will_contact_us", "no_safe_way"),
        ),
        Group(_("Qué está permitido"), CHANNELS),
        Group(
            _("Con qué cuidado"),
            ("hours", "what_to_say", "who_may_answer", "code_word", "confirmed_on"),
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Refuses an answer that leaves nobody knowing whether she may be called."""
        cleaned = super().clean() or {}
        ways = ("phone", "other_way", "she_will_contact_us", "no_safe_way")
        if not self.errors and not any(cleaned.get(way) for way in ways):
            self.add_error(
                "phone",
                _(
                    "Escriba un teléfono u otra forma de contacto, o marque que ella se comunicará "
                    "o que no es seguro contactarla."
                ),
            )
        if cleaned.get("no_safe_way") and any(cleaned.get(channel) for channel in CHANNELS):
            self.add_error(
                "no_safe_way",
                _("Más abajo dice que un medio está permitido: corrija una de las dos respuestas."),
            )
        return cleaned
