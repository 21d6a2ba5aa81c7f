"""Consent: asked first, each purpose for itself."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms.fields import (
    CodeField,
    CodesField,
    DayField,
    PastDateField,
    SafeCharField,
    SafeTextField,
)
from casework.forms.intake.lists import languages
from casework.forms.section import Group, SectionForm
from casework.models.consent import ConsentManner, ConsentPurpose, FactCategory

REFERRALS = frozenset(
    purpose.value for purpose in ConsentPurpose if purpose.value.startswith("referral_")
)


class ConsentForm(SectionForm):
    """What she allows, how she said so, and until when."""

    lead = _("Puede decidir cada punto por separado, y cambiarlo cuando quiera.")

    purposes = CodesField(
        label=_("¿Para qué da su consentimiento?"),
        help_text=_(
            "Explique cada punto y marque solo lo que ella acepta. Sin el primero no se "
            "puede abrir un caso; lo demás puede decidirlo otro día."
        ),
        choices=ConsentPurpose.choices,
        required=False,
    )
    fact_categories = CodesField(
        label=_("Si se la deriva, ¿qué datos se pueden compartir?"),
        help_text=_("Ninguna derivación llevará otros datos."),
        choices=FactCategory.choices,
        required=False,
    )
    manner = CodeField(
        label=_("¿Cómo dio su consentimiento?"), choices=ConsentManner.choices, required=False
    )
    witness = SafeCharField(
        label=_("Nombre de quien fue testigo, intérprete o la representa"), required=False
    )
    language = CodeField(
        label=_("Idioma en que se le explicó"),
        choices=languages,
        required=False,
    )
    given_on = PastDateField(
        label=_("Fecha"),
        initial=timezone.localdate,
        required=False,
        help_text=_("Día, mes y año."),
    )
    ends_on = DayField(
        label=_("Vale hasta"),
        help_text=_("Solo si ella puso un plazo. Puede retirarlo cuando quiera."),
        required=False,
    )
    notes = SafeTextField(label=_("Condiciones que puso"), longest=4_000, required=False)

    groups = (
        Group(_("Lo que acepta"), ("purposes", "fact_categories")),
        Group(_("Cómo lo dijo"), ("manner", "witness", "language", "given_on", "ends_on", "notes")),
    )

    def clean(self) -> dict[str, Any]:
        """Refuses a consent that could not be relied on."""
        cleaned = super().clean() or {}
        if REFERRALS & {*cleaned.get("purposes", [])} and not cleaned.get("fact_categories"):
            self.add_error("fact_categories", _("Marque qué datos puede llevar una derivación."))
        if cleaned.get("manner") == ConsentManner.ORAL_WITH_WITNESS and not cleaned.get("witness"):
            self.add_error("witness", _("Escriba el nombre de quien fue testigo."))
        given_on = cleaned.get("given_on") or timezone.localdate()
        if cleaned.get("ends_on") and cleaned["ends_on"] < given_on:
            self.add_error("ends_on", _("El plazo no puede terminar antes de haber empezado."))
        return cleaned
