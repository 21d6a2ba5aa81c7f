"""Who she is: what helps to attend her, and what the offices will ask for; none of it required."""

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework import catalogue
from casework.forms.fields import (
    CodeField,
    CodesField,
    FoldedCheckboxes,
    MunicipalityField,
    PastDateField,
    SafeCharField,
    WholeNumberField,
    YesNoField,
)
from casework.forms.intake.lists import languages_in_groups, listed, peoples
from casework.forms.rows import Repeat
from casework.forms.section import Group, SectionForm
from casework.models.survivor import years_between

OLDEST = 120
BETWEEN_DIGITS = re.compile(r"[.\s]+")
CHILDREN = frozenset({"parentesco_hogar_hija", "parentesco_hogar_hijastra"})
CARDS = frozenset({"tipo_documento_ci", "tipo_documento_cie"})


def in_her_care() -> list[tuple[str, str]]:
    """The census's list of kin, children first: it begins with the head of the household."""
    return sorted(listed("parentesco_hogar")(), key=lambda choice: choice[0] not in CHILDREN)


class DependantForm(SectionForm):
    """Somebody in her care."""

    name = SafeCharField(label=_("Nombre"), required=False)
    age = WholeNumberField(label=_("Edad"), least=0, most=OLDEST, required=False)
    relation = CodeField(label=_("¿Qué es de ella?"), choices=in_her_care, required=False)
    lives_with_her = YesNoField(label=_("¿Vive con ella?"), required=False)

    groups = (Group("", ("name", "age", "relation", "lives_with_her")),)


class SurvivorForm(SectionForm):
    """Her name first; what only some offices ask for, last."""

    lead = _("Ninguna pregunta es obligatoria: deje en blanco lo que ella prefiera no decir.")

    chosen_name = SafeCharField(
        label=_("¿Cómo quiere que la llamemos?"),
        help_text=_("Basta con esto, o con nada: se puede abrir el caso sin nombre."),
        required=False,
    )
    given_names = SafeCharField(label=_("Nombres"), required=False)
    first_surname = SafeCharField(label=_("Primer apellido"), required=False)
    second_surname = SafeCharField(label=_("Segundo apellido"), required=False)
    birth_date = PastDateField(
        label=_("Fecha de nacimiento"),
        help_text=_("Día, mes y año, por ejemplo 24/11/1990."),
        required=False,
    )
    age = WholeNumberField(
        label=_("Edad"),
        help_text=_("Si no sabe o no quiere decir la fecha."),
        least=0,
        most=OLDEST,
        required=False,
    )
    sex = CodeField(
        label=_("Sexo"),
        choices=listed("sexo"),
        widget=forms.RadioSelect(attrs={"class": "choices--inline"}),
        required=False,
    )
    identity_document_kind = CodeField(
        label=_("Documento de identidad"), choices=listed("tipo_documento"), required=False
    )
    identity_card = SafeCharField(label=_("Número"), longest=30, required=False)
    identity_complement = SafeCharField(
        label=_("Complemento"),
        help_text=_("Dos caracteres, si el carnet los tiene."),
        longest=4,
        required=False,
    )
    municipality = MunicipalityField(label=_("Municipio donde vive"), required=False)
    zone = SafeCharField(label=_("Zona, barrio o comunidad"), longest=200, required=False)
    area = CodeField(
        label=_("Área"), choices=listed("area_residencia"), widget=forms.RadioSelect, required=False
    )
    languages = CodesField(
        label=_("¿Qué idiomas habla?"),
        choices=languages_in_groups,
        widget=FoldedCheckboxes,
        required=False,
    )
    needs_interpreter = forms.BooleanField(label=_("Necesita intérprete"), required=False)
    is_pregnant = YesNoField(label=_("¿Está embarazada?"), required=False)
    carer = CodeField(
        label=_("¿Quién la cuida?"),
        help_text=_("Solo si tiene menos de 18 años."),
        choices=listed("cuidado_nna"),
        required=False,
    )
    marital_status = CodeField(
        label=_("Estado civil"), choices=listed("estado_civil"), required=False
    )
    nationality = CodeField(label=_("Nacionalidad"), choices=listed("nacionalidad"), required=False)
    self_identification = CodeField(
        label=_("¿Se identifica con algún pueblo o nación?"),
        choices=peoples,
        required=False,
    )
    gender_identity = CodeField(
        label=_("Identidad de género"), choices=listed("identidad_genero"), required=False
    )
    education = CodeField(
        label=_("Hasta dónde estudió"), choices=listed("educacion"), required=False
    )
    employment = CodeField(
        label=_("¿A qué se dedica?"), choices=listed("situacion_laboral"), required=False
    )
    occupation = CodeField(label=_("Ocupación"), choices=listed("ocupacion_grupo"), required=False)
    health_cover = CodeField(
        label=_("Cobertura de salud"), choices=listed("salud_cobertura"), required=False
    )
    disability_types = CodesField(
        label=_("¿Tiene alguna discapacidad?"), choices=listed("discapacidad_tipo"), required=False
    )
    disability_degree = CodeField(
        label=_("Grado"), choices=listed("discapacidad_grado"), required=False
    )
    disability_card = YesNoField(label=_("¿Tiene carnet de discapacidad?"), required=False)

    repeats = {
        "dependants": Repeat(DependantForm, label=_("Persona"), add_label=_("Agregar otra persona"))
    }
    groups = (
        Group(_("Su nombre"), ("chosen_name", "given_names", "first_surname", "second_surname")),
        Group(
            _("Su edad y sus documentos"),
            (
                "birth_date",
                "age",
                "carer",
                "sex",
                "identity_document_kind",
                "identity_card",
                "identity_complement",
            ),
        ),
        Group(_("Dónde vive"), ("municipality", "zone", "area")),
        Group(_("Idioma"), ("languages", "needs_interpreter")),
        Group(
            _("Embarazo, hijas, hijos y otras personas a su cargo"),
            ("is_pregnant",),
            rows="dependants",
        ),
        Group(
            _("Lo que preguntan las oficinas"),
            (
                "marital_status",
                "nationality",
                "self_identification",
                "gender_identity",
                "education",
                "employment",
                "occupation",
                "health_cover",
            ),
            hint=_("Pregúntelo solo si ella va a necesitarlo: así no se lo vuelven a preguntar."),
            is_folded=True,
        ),
        Group(
            _("Discapacidad"),
            ("disability_types", "disability_degree", "disability_card"),
            is_folded=True,
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Refuses an age and a document that contradict what stands beside them."""
        cleaned = super().clean() or {}
        self._compare_ages(cleaned)
        self._read_card(cleaned)
        return cleaned

    def _compare_ages(self, cleaned: dict[str, Any]) -> None:
        born, age = cleaned.get("birth_date"), cleaned.get("age")
        if born is None or age is None:
            return
        if age != years_between(born, timezone.localdate()):
            self.add_error("age", _("La fecha de nacimiento dice otra edad: deje una de las dos."))

    def _read_card(self, cleaned: dict[str, Any]) -> None:
        number, complement = cleaned.get("identity_card"), cleaned.get("identity_complement")
        if number and cleaned.get("identity_document_kind") in CARDS:
            cleaned["identity_card"] = number = BETWEEN_DIGITS.sub("", number.upper())
            if not catalogue.matches("ci_numero", number.removeprefix("E-")):
                self.add_error(
                    "identity_card",
                    _("El número de carnet tiene de 4 a 10 cifras; el complemento va aparte."),
                )
        if complement:
            cleaned["identity_complement"] = complement.upper()
            if not catalogue.matches("ci_complemento", complement.upper()):
                self.add_error(
                    "identity_complement", _("El complemento son dos caracteres, como 1A.")
                )
