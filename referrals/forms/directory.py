"""The forms of the directory: looking for an office, and keeping offices and institutions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework import catalogue
from casework.forms.fields import CodeField, DayField, SafeCharField
from casework.models.consent import ConsentPurpose
from referrals.models import Institution
from referrals.models.directory import InstitutionQuerySet, OfficeQuerySet

TO_CHOOSE = _("Elija")
REFERRAL_PURPOSES = [
    (purpose.value, purpose.label)
    for purpose in ConsentPurpose
    if purpose.value.startswith("referral_")
]


class OfficeFilter(forms.Form):
    """Where, and what kind of office."""

    municipality = CodeField(
        label=_("Municipio"),
        choices=catalogue.municipality_choices,
        required=False,
        unanswered=_("Todos"),
    )
    institution = CodeField(
        label=_("Institución"), choices=[], required=False, unanswered=_("Todas")
    )

    def __init__(self, *args: Any, institutions: InstitutionQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.institutions = _offer(self, "institution", institutions, unanswered=_("Todas"))

    @property
    def active(self) -> int:
        """How many filters are in use."""
        return sum(bool(self.data.get(name)) for name in self.fields)

    def narrow(self, offices: OfficeQuerySet) -> OfficeQuerySet:
        """The offices that pass; an impossible choice is said beside its field and passes all."""
        if not self.is_valid():
            return offices
        if self.cleaned_data["municipality"]:
            offices = offices.filter(municipality=self.cleaned_data["municipality"])
        if self.cleaned_data["institution"]:
            institution = self.institutions[self.cleaned_data["institution"]]
            offices = offices.filter(institution=institution)
        return offices


class OfficeForm(forms.Form):
    """One office of the partner's own directory."""

    institution = CodeField(label=_("Institución"), choices=[])
    name = SafeCharField(label=_("Nombre de la oficina"), longest=200)
    municipality = CodeField(label=_("Municipio"), choices=catalogue.municipality_choices)
    address = SafeCharField(label=_("Dirección"), required=False, longest=200)
    telephone = SafeCharField(label=_("Teléfono"), required=False, longest=60)
    email = forms.EmailField(
        label=_("Correo"),
        required=False,
        max_length=254,
        error_messages={"invalid": _("Escriba un correo como oficina@ejemplo.bo.")},
    )
    hours = SafeCharField(label=_("Horario"), required=False, longest=120)
    services = SafeCharField(label=_("Qué atiende"), required=False, longest=300)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, initial=1)

    def __init__(self, *args: Any, institutions: InstitutionQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.institutions = _offer(self, "institution", institutions)

    def clean_institution(self) -> Institution:
        """The institution itself."""
        return self.institutions[self.cleaned_data["institution"]]


class InstitutionForm(forms.Form):
    """One institution: its names, parent, days of validity, and the consent it rests on."""

    name_es = SafeCharField(label=_("Nombre en español"), longest=200)
    name_en = SafeCharField(label=_("Nombre en inglés"), longest=200)
    parent = CodeField(
        label=_("Depende de"), choices=[], required=False, unanswered=_("Ninguna o desconocida")
    )
    valid_from = DayField(label=_("Existe desde"), required=False)
    valid_to = DayField(label=_("Existe hasta"), required=False)
    consent_purpose = CodeField(
        label=_("Consentimiento que necesita una derivación"), choices=REFERRAL_PURPOSES
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, initial=1)

    def __init__(
        self, *args: Any, institutions: InstitutionQuerySet, own_code: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        others = institutions.exclude(code=own_code)
        self.institutions = _offer(self, "parent", others, unanswered=_("Ninguna o desconocida"))

    def clean_parent(self) -> Institution | None:
        """The institution it depends on."""
        code = self.cleaned_data["parent"]
        return self.institutions[code] if code else None

    def clean(self) -> dict[str, Any]:
        """An institution ends after it begins."""
        answers = super().clean() or {}
        begins, ends = answers.get("valid_from"), answers.get("valid_to")
        if begins and ends and ends < begins:
            self.add_error("valid_to", _("Debe ser igual o posterior al inicio."))
        return answers


def _offer(
    form: forms.Form,
    name: str,
    institutions: InstitutionQuerySet,
    *,
    unanswered: Any = TO_CHOOSE,
) -> dict[str, Institution]:
    known = {institution.address_code: institution for institution in institutions}
    field = form.fields[name]
    assert isinstance(field, CodeField)  # noqa: S101 - says to mypy what stands above
    field.choices = [("", unanswered), *((code, str(each)) for code, each in known.items())]
    return known
