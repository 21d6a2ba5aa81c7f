"""The refusals a deed on a case can end in: each carries the sentence shown to the person."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.duplicates import Match


class CaseworkError(Exception):
    """A deed that cannot be done; ``message`` says why, in words for the person who tried."""

    message = _("No se pudo completar la acción. No se perdió nada.")


class ConsentMissing(CaseworkError):
    """She has not consented to what the deed rests on."""

    message = _("Falta su consentimiento para recibir los servicios: sin él no se abre el caso.")


class SectionsMissing(CaseworkError):
    """The intake lacks a section that a case cannot do without."""

    message = _("Faltan secciones por completar antes de abrir el caso.")


class AlreadyOpened(CaseworkError):
    """The intake has become a case already (``case_code``), or was discarded (no code)."""

    message = _("Esta atención ya no está en curso.")

    def __init__(self, case_code: str = "") -> None:
        super().__init__()
        self.case_code = case_code


class CaseIsClosed(CaseworkError):
    """The deed needs an open case."""

    message = _("El caso está cerrado. Para seguir trabajando, reábralo indicando el motivo.")


class CaseIsOpen(CaseworkError):
    """The deed needs a closed case."""

    message = _("El caso ya está abierto.")


class ChecklistIncomplete(CaseworkError):
    """A closure without its checklist."""

    message = _("Revise cada punto de la lista antes de cerrar el caso.")


class FollowUpEnded(CaseworkError):
    """The follow-up was done, moved or stopped before."""

    message = _("Este seguimiento ya no está pendiente.")


class ChangedMeanwhile(CaseworkError):
    """Somebody else saved the same thing since it was opened."""

    message = _(
        "Otra persona guardó cambios mientras usted escribía. Su texto está abajo: "
        "compárelo con lo guardado y vuelva a guardar."
    )


class NotOfThisPartner(CaseworkError):
    """The person named does not work for the case's partner."""

    message = _("Esa persona no trabaja en su organización.")


class DraftsUnsaved(CaseworkError):
    """A section holds something typed that was neither saved nor given up."""

    message = _(
        "Hay algo escrito sin guardar. Guárdelo, o descarte el borrador, y vuelva a abrir el caso."
    )


class RiskLoweredByStranger(CaseworkError):
    """Anybody may raise the risk; lowering it takes knowing the case."""

    message = _("Solo quien lleva el caso o la supervisora puede bajar el nivel de riesgo.")


class DuplicatesUnseen(CaseworkError):
    """Those who may be the same woman (``matches``) were not all looked at yet."""

    message = _("Puede que ya se la conozca: revise las coincidencias antes de abrir el caso.")

    def __init__(self, matches: "Sequence[Match]" = ()) -> None:
        super().__init__()
        self.matches = matches


class SessionKindNotHers(CaseworkError):
    """Her role does not record sessions of this kind."""

    message = _("Su rol no registra sesiones de este tipo.")


class NoteNotHers(CaseworkError):
    """Only whoever held a session adds to its note."""

    message = _("Solo quien sostuvo la sesión puede agregar algo a su nota.")


class StillResponsible(CaseworkError):
    """The responsible person cannot leave the team: the case would be nobody's."""

    message = _("Es la responsable del caso. Antes de quitarla, pase el caso a otra persona.")


class TeamWithoutResponsible(CaseworkError):
    """A restricted case whose responsible person would be shut out."""

    message = _("La responsable del caso tiene que estar entre las personas nombradas.")


class NotRestricted(CaseworkError):
    """The deed needs a restricted case."""

    message = _("El caso no está restringido.")


class ReviewPending(CaseworkError):
    """She broke glass before, and nobody has looked at it yet."""

    message = _(
        "Su acceso de emergencia anterior todavía no fue revisado. Pida a otra persona que lo "
        "revise; después podrá abrir uno nuevo."
    )


class NothingToBreak(CaseworkError):
    """What she asks for in an emergency is open to her already, or to nobody."""

    message = _("No hace falta un acceso de emergencia: usted ya puede ver eso, o no existe.")


class OwnEmergency(CaseworkError):
    """Nobody reviews her own emergency."""

    message = _("Nadie revisa su propio acceso de emergencia: tiene que hacerlo otra persona.")


class AlreadyReviewed(CaseworkError):
    """The emergency was reviewed before."""

    message = _("Este acceso de emergencia ya fue revisado.")


class ConsentDoesNotCoverSharing(CaseworkError):
    """She has not consented to sharing her case, or not for so long."""

    message = _(
        "Ella no dio su consentimiento para compartir su caso con otra organización, lo retiró o "
        "venció. Pregúntele primero y anótelo en sus consentimientos."
    )


class ConsentEndsEarlier(CaseworkError):
    """The share would outlast her consent."""

    message = _("Su consentimiento para compartir termina antes de esa fecha.")


class NotSharedWithThem(CaseworkError):
    """The person named works for no other partner's cases."""

    message = _("Esa persona no trabaja con casos en otra organización de la red.")


class NotHersToShare(CaseworkError):
    """Nobody shares what she may not read herself."""

    message = _("No puede compartir una parte del caso que usted no puede leer.")


class SharedAlready(CaseworkError):
    """The same person has a share of the case now."""

    message = _("Ya se compartió este caso con esa persona. Termine eso antes de cambiarlo.")


class WallNotHers(CaseworkError):
    """She cannot put a file behind this wall, or not behind another than its session's."""

    message = _("Elija quién puede verlo: los archivos de una sesión los ve quien lee su nota.")


class AttachmentGone(CaseworkError):
    """The file was destroyed before."""

    message = _("Este archivo ya fue destruido.")


class AttachmentNotHers(CaseworkError):
    """Only whoever brought a file, or supports the case, destroys it."""

    message = _("Solo quien subió el archivo o apoya el caso puede destruirlo.")


class AlreadyHers(CaseworkError):
    """The case is proposed to her who answers for it."""

    message = _("Esa persona ya es la responsable del caso.")


class AlreadyAnswered(CaseworkError):
    """The proposal was answered or replaced before."""

    message = _("Esta propuesta ya fue respondida o reemplazada.")


class NobodyToTakeThem(CaseworkError):
    """Cases reassigned to nobody but the person who leaves."""

    message = _("Elija al menos a una colega que reciba los casos.")
