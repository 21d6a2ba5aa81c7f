"""What happened: in her words once, in the law's words and the region's beside them."""

from django.utils.translation import gettext_lazy as _

from casework.catalogue import relationship_choices
from casework.forms.fields import (
    CodeField,
    CodesField,
    FoldedCheckboxes,
    MunicipalityField,
    PastDateField,
    SafeCharField,
    SafeTextField,
    YesNoField,
)
from casework.forms.intake.lists import gbv_types, listed, violence_types
from casework.forms.rows import Repeat
from casework.forms.section import Group, SectionForm

UNKNOWN = _("No se sabe")


class PerpetratorForm(SectionForm):
    """Somebody alleged to have done it."""

    name = SafeCharField(label=_("Nombre y apellidos"), required=False)
    alias = SafeCharField(label=_("Apodo o cómo lo conocen"), required=False)
    relationship = CodeField(
        label=_("¿Qué es o fue de ella?"),
        choices=relationship_choices,
        unanswered=UNKNOWN,
        required=False,
    )
    sex = CodeField(label=_("Sexo"), choices=listed("sexo"), unanswered=UNKNOWN, required=False)
    age_band = CodeField(
        label=_("Edad aproximada"), choices=listed("grupo_edad_gbvims"), required=False
    )
    occupation = CodeField(
        label=_("Ocupación"),
        choices=listed("ocupacion_grupo"),
        unanswered=UNKNOWN,
        required=False,
    )
    municipality = MunicipalityField(label=_("Municipio donde está"), required=False)
    lives_with_her = YesNoField(label=_("¿Vive con ella?"), unanswered=UNKNOWN, required=False)
    has_weapon = YesNoField(label=_("¿Tiene armas?"), unanswered=UNKNOWN, required=False)

    groups = (
        Group("", ("name", "relationship", "lives_with_her", "has_weapon")),
        Group(
            _("Más de esta persona"),
            ("alias", "sex", "age_band", "occupation", "municipality"),
            is_folded=True,
        ),
    )


class IncidentForm(SectionForm):
    """One incident."""

    narrative = SafeTextField(
        label=_("Relato"),
        help_text=_(
            "Con sus palabras, lo que ella quiera contar. No hace falta volver a "
            "preguntar lo que ya dijo."
        ),
        required=False,
    )
    happened_on = PastDateField(
        label=_("¿Cuándo pasó?"), help_text=_("Día, mes y año, si lo recuerda."), required=False
    )
    happened_approximately = SafeCharField(
        label=_("O más o menos cuándo"),
        help_text=_("Por ejemplo: antes de Carnaval."),
        required=False,
    )
    time_of_day = CodeField(
        label=_("¿En qué momento del día?"), choices=listed("franja_horaria"), required=False
    )
    violence_types = CodesField(
        label=_("Tipos de violencia (Ley 348)"),
        help_text=_("Marque todos los que hubo."),
        choices=violence_types,
        widget=FoldedCheckboxes,
        required=False,
    )
    gbv_type = CodeField(
        label=_("Tipo principal (GBVIMS)"),
        help_text=_("El primero de la lista que corresponda."),
        choices=gbv_types,
        required=False,
    )
    circumstances = CodesField(
        label=_("Además"), choices=listed("circunstancia_hecho"), required=False
    )
    place_kind = CodeField(
        label=_("¿En qué ámbito?"), choices=listed("modalidad_ambito"), required=False
    )
    municipality = MunicipalityField(label=_("Municipio donde pasó"), required=False)
    place_detail = SafeCharField(label=_("Lugar"), longest=200, required=False)
    happened_before = CodeField(
        label=_("¿Había pasado antes?"),
        choices=listed("hecho_previo"),
        required=False,
    )
    reported_to = CodesField(
        label=_("¿Ya lo contó o denunció en otro lugar?"),
        choices=listed("instancia_denuncia"),
        required=False,
    )

    repeats = {
        "perpetrators": Repeat(
            PerpetratorForm,
            label=_("Presunto agresor"),
            add_label=_("Agregar otra persona"),
            most=10,
        )
    }
    groups = (
        Group(_("Lo que cuenta"), ("narrative", "happened_on", "happened_approximately")),
        Group(_("De qué se trata"), ("violence_types", "gbv_type")),
        Group(_("Quién lo hizo"), rows="perpetrators"),
        Group(_("Dónde"), ("municipality", "place_kind", "place_detail")),
        Group(
            _("Más de lo que pasó"),
            ("time_of_day", "circumstances", "happened_before", "reported_to"),
            is_folded=True,
        ),
    )


class IncidentsForm(SectionForm):
    """Every incident she wants to speak of."""

    lead = _("Ninguna pregunta es obligatoria. Un hecho por vez; puede agregar otros.")

    repeats = {
        "incidents": Repeat(
            IncidentForm, label=_("Hecho de violencia"), add_label=_("Agregar otro hecho")
        )
    }
    groups = (Group("", rows="incidents"),)
