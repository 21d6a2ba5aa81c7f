"""What an erasure takes and what it leaves, in plain words: shown before anybody says yes."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erasure.extents import Extent

Words = Sequence[str | Promise]

HISTORY = _(
    "El historial de cambios de los demás datos del caso (relato, contacto, riesgo, derivaciones): "
    "los datos actuales siguen, sus versiones anteriores ya no podrán leerse"
)
DRAFTS = _("Los borradores sin guardar de este caso")
IN_REFERRALS = _(
    "La copia en las derivaciones enviadas. Lo que la oficina ya recibió no se puede recoger"
)
THE_REST = _("Todo lo demás del caso")
THE_FACT = _("En la bitácora: que se borró, quién lo pidió y quién lo aprobó. Nunca qué decía")


@dataclass(frozen=True, slots=True)
class Told:
    """What goes and what stays."""

    goes: Words
    stays: Words


TOLD: dict[str, Told] = {
    Extent.EVERYTHING: Told(
        goes=(
            _("Su nombre, documentos, contactos y búsqueda: ya no aparecerá en ninguna lista"),
            _("Todos sus casos en esta organización, con relato, riesgo, consentimientos y equipo"),
            _("Todas las notas: sociales, psicológicas y legales"),
            _("Sus seguimientos, avisos, derivaciones, borradores y archivos"),
            _("El historial de cambios: quedará ilegible"),
        ),
        stays=(
            _(
                "Números sin nombre ni código que lleve a ella: mes, municipio, grupo de edad, "
                "tipos de violencia, riesgo más alto, cuántas sesiones y derivaciones, motivo "
                "de cierre"
            ),
            _("En la bitácora: fechas y códigos sin nombre de lo que se hizo en el caso"),
            THE_FACT,
        ),
    ),
    Extent.NARRATIVE: Told(
        goes=(
            _("El relato de cada hecho y las notas de apertura"),
            IN_REFERRALS,
            DRAFTS,
            HISTORY,
        ),
        stays=(THE_REST, THE_FACT),
    ),
    Extent.SAFE_CONTACT: Told(
        goes=(
            _("Teléfono, horas, qué decir, quién contesta, palabra clave y otras vías"),
            _("La búsqueda por su teléfono"),
            IN_REFERRALS,
            DRAFTS,
            HISTORY,
        ),
        stays=(_("Por qué medios permitió que se la contacte, sin el dato"), THE_REST, THE_FACT),
    ),
    Extent.SOCIAL_NOTES: Told(
        goes=(_("Las notas y adendas de las sesiones sociales"), DRAFTS, HISTORY),
        stays=(_("Que hubo sesiones, cuándo y con quién"), THE_REST, THE_FACT),
    ),
    Extent.PSYCHOLOGICAL_NOTES: Told(
        goes=(
            _("Las notas y adendas de las sesiones psicológicas, con todo su historial"),
            _("Los borradores sin guardar de notas psicológicas"),
        ),
        stays=(_("Que hubo sesiones, cuándo y con quién"), THE_REST, THE_FACT),
    ),
    Extent.LEGAL_NOTES: Told(
        goes=(
            _("Las notas y adendas de las sesiones legales, con todo su historial"),
            _("Los borradores sin guardar de notas legales"),
        ),
        stays=(_("Que hubo sesiones, cuándo y con quién"), THE_REST, THE_FACT),
    ),
}
