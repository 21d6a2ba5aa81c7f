"""Says a trail entry in words: what was done, to what, and which columns it touched."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission, Role
from audit.background import SYSTEM_ROLE
from audit.events import Event, Outcome
from audit.models import TrailEntry
from vault.compartments import Compartment

NOBODY_KNOWN: Mapping[UUID, str] = MappingProxyType({})
SEALED_PREFIX = "sealed:"
SEALED = _("sellado")
DRAFT = "casework_casedraft.typed_sealed"  # nobody but its author opens it

COMPARTMENTS = {
    Compartment.IDENTITY: _("identidad"),
    Compartment.CASE: _("relato, contacto y riesgo"),
    Compartment.LEGAL: _("notas legales"),
    Compartment.PSYCHOLOGICAL: _("notas psicológicas"),
    Compartment.INTAKE: _("atención en curso"),
    Compartment.LISTING: _("nombres enmascarados de la lista"),
}


# What a visit is told by, the least first: what somebody meant, then what it took.
WEIGHTS = {Event.REFUSED: 0, Event.DEED: 1, Event.CREATED: 4, Event.CHANGED: 4, Event.DELETED: 4}
NAMED_BY_DEED = (Event.SEARCHED, Event.PRINTED, Event.REVEALED, Event.LISTED)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a supervisor reads it. ``changes`` holds (column, before, after).

    ``who`` is a name where the reader may know it; ``account`` is the address it was done under,
    as the entry keeps it by value, where that says more.
    """

    id: int
    visit: str
    weight: int
    at: datetime
    who: str
    account: str
    role: str
    what: str
    about: str
    why: str
    outcome: str
    is_refused: bool
    address: str
    device: str
    changes: tuple[tuple[str, str, str], ...]


def line_of(entry: TrailEntry, people: Mapping[UUID, str] = NOBODY_KNOWN) -> Line:
    """The entry in words of the active language, with the names of these people."""
    name = people.get(entry.actor_id, "") if entry.actor_id else ""
    return Line(
        id=entry.pk,
        visit=entry.cid,
        weight=WEIGHTS.get(Event(entry.event), 2),
        at=entry.timestamp,
        who=name or _who(entry),
        account=entry.actor_name if name else "",
        role=_label(Role, entry.actor_role),
        what=_what(entry),
        about=_about(entry),
        why=reason_in_words(entry),
        outcome=str(entry.get_outcome_display()),
        is_refused=entry.outcome != Outcome.DONE,
        address=entry.address or "",
        device=entry.device,
        changes=tuple(_changes(entry)),
    )


def _who(entry: TrailEntry) -> str:
    if entry.actor_role == SYSTEM_ROLE:
        return str(_("El sistema"))
    return entry.actor_name or str(_("Sin iniciar sesión"))


def _what(entry: TrailEntry) -> str:
    if entry.event == Event.DEED:
        return str(DEEDS.get(entry.deed, entry.deed.replace("_", " ").capitalize()))
    if entry.event in NAMED_BY_DEED and entry.deed in DEEDS:
        return str(DEEDS[entry.deed])
    return str(entry.get_event_display())


def _about(entry: TrailEntry) -> str:
    if entry.columns == [DRAFT]:
        return str(_("su propio borrador"))
    if entry.compartment:
        return str(COMPARTMENTS.get(Compartment(entry.compartment), entry.compartment))
    model = entry.content_type.model_class() if entry.content_type else None
    return str(model._meta.verbose_name) if model else ""


def _changes(entry: TrailEntry) -> list[tuple[str, str, str]]:
    if entry.event != Event.CHANGED or not entry.changes:
        return []
    pairs = (
        (name, change) for name, change in entry.changes.items() if isinstance(change, list | tuple)
    )
    return [(name.removesuffix("_sealed"), *map(_shown, change)) for name, change in pairs]


def _shown(value: object) -> str:
    text = str(value)
    return str(SEALED) if text.startswith(SEALED_PREFIX) else text


def _label(choices: type[Role], value: str) -> str:
    if value == SYSTEM_ROLE:
        return ""
    return str(choices(value).label) if value in choices.values else value


DEEDS = {
    "start_intake": _("Empezó una atención"),
    "save_intake_section": _("Guardó una sección de la atención"),
    "forget_draft": _("Descartó un borrador"),
    "discard_intake": _("Descartó una atención"),
    "look_for_duplicates": _("Buscó si ya estaba registrada"),
    "tell_apart": _("Confirmó que es otra persona"),
    "recognise": _("Reconoció a una persona ya registrada"),
    "open_case": _("Abrió el caso"),
    "change_section": _("Corrigió los datos del caso"),
    "close_case": _("Cerró el caso"),
    "reopen_case": _("Reabrió el caso"),
    "record_session": _("Registró una sesión"),
    "add_attachment": _("Subió un archivo"),
    "show_attachment": _("Miró un archivo"),
    "hand_out_copy": _("Descargó la copia de una foto"),
    "hand_out_original": _("Descargó el original de un archivo"),
    "remove_attachment": _("Destruyó un archivo"),
    "see_session_without_note": _("Vio que hubo una sesión, sin su nota"),
    "add_to_note": _("Agregó una adenda"),
    "add_follow_up": _("Programó un seguimiento"),
    "finish_follow_up": _("Marcó un seguimiento como hecho"),
    "move_follow_up": _("Cambió la fecha de un seguimiento"),
    "reassign_follow_up": _("Reasignó un seguimiento"),
    "leave_it_to_her": _("Anotó que ella se comunicará"),
    "leave_contact_to_her": _("Dejó el contacto en manos de ella"),
    "take_up_contact": _("Retomó el contacto"),
    "confirm_safe_contact": _("Confirmó el contacto seguro"),
    "add_to_team": _("Agregó a una persona al equipo"),
    "remove_from_team": _("Quitó a una persona del equipo"),
    "hand_over": _("Asignó el caso a otra persona"),
    "restrict_case": _("Restringió el caso a personas nombradas"),
    "lift_restriction": _("Levantó la restricción del caso"),
    "enter_restricted_case": _("Entró a un caso restringido sin ser de su equipo"),
    "share_case": _("Compartió el caso con una persona de otra organización"),
    "enter_shared_case": _("Leyó un caso que otra organización le comparte"),
    "end_exception": _("Terminó un acceso de excepción"),
    "break_glass": _("Abrió un acceso de emergencia"),
    "review_break_glass": _("Revisó un acceso de emergencia"),
    "propose_hand_over": _("Propuso el caso a una colega"),
    "accept_hand_over": _("Aceptó llevar el caso"),
    "decline_hand_over": _("No aceptó llevar el caso"),
    "reassign_all": _("Repartió los casos de una persona"),
    "print_access_sheet": _("Imprimió la hoja de quién vio los datos"),
    "search_cases": _("Buscó casos"),
    "send_referral": _("Envió una derivación"),
    "advance_referral": _("Anotó un paso de la derivación"),
    "print_letter": _("Imprimió la carta de una derivación"),
    "add_office": _("Agregó una oficina"),
    "change_office": _("Corrigió una oficina"),
    "verify_office": _("Verificó los datos de una oficina"),
    "strike_office": _("Retiró una oficina"),
    "change_institution": _("Corrigió una institución"),
    "ask_erasure": _("Pidió un borrado"),
    "take_back_erasure": _("Retiró su pedido de borrado"),
    "approve_erasure": _("Aprobó un borrado"),
    "decline_erasure": _("Rechazó un borrado"),
    "reapply_erasures": _("Borró de nuevo tras restaurar un respaldo"),
    "announce_erasure": _("Anunció un borrado por plazo"),
    "erase_by_rule": _("Borró por plazo"),
    "place_hold": _("Retuvo los datos por motivo legal"),
    "end_hold": _("Terminó una retención legal"),
    "propose_rule": _("Propuso una regla de conservación"),
    "approve_rule": _("Aprobó una regla de conservación"),
    "decline_rule": _("Rechazó una regla de conservación"),
    "load_institutions": _("Carga de instituciones"),
    "look_at_trail": _("Consultó la bitácora"),
    "look_at_totals": _("Consultó los totales de la red"),
    "create_partner": _("Creó la organización"),
    "invite_staff": _("Invitó a una persona"),
    "invite_again": _("Volvió a invitar a una persona"),
    "admit_staff": _("Admitió a una persona"),
    "suspend_staff": _("Suspendió a una persona"),
    "reinstate_staff": _("Reincorporó a una persona"),
    "change_role": _("Cambió el rol de una persona"),
    "reset_second_factor": _("Quitó el segundo paso de una persona"),
    "set_up_second_factor": _("Activó su segundo paso"),
    "remove_second_factor": _("Quitó su segundo paso"),
    "end_sessions": _("Cerró sesiones suyas en otros equipos"),
    "accept_conduct": _("Aceptó el código de conducta"),
    "warn_idle": _("Avisó que una cuenta sin uso se suspenderá"),
    "add_passkey": _("Agregó una llave de acceso"),
    "rename_passkey": _("Cambió el nombre de una llave de acceso"),
    "remove_passkey": _("Quitó una llave de acceso"),
    "ask_password_link": _("Pidió un enlace de contraseña"),
    "set_password": _("Cambió su contraseña"),
    "choose_language": _("Eligió el idioma"),
    "rotate_keys": _("Cambió las llaves de cifrado"),
    "add_key_slot": _("Agregó una vía para abrir la llave raíz"),
    "remove_key_slot": _("Quitó una vía para abrir la llave raíz"),
    "make_key_shares": _("Repartió la llave raíz en partes"),
    "join_key_shares": _("Recuperó la llave raíz de sus partes"),
    "rehearse_recovery": _("Ensayó la recuperación de las llaves"),
    "forget_root_key": _("Descartó una llave raíz antigua"),
    "synchronise_grants": _("Actualización de permisos"),
}

REASONS = {
    "unknown_code": _("código que no existe"),
    "unknown_session": _("sesión que no existe"),
    "not_her_team": _("no es la responsable del caso ni supervisora"),
    "not_her_session": _("la sesión es de otra persona"),
    "lapse_drafts": _("quitar los borradores que nadie retomó"),
    "unknown_follow_up": _("seguimiento que no existe"),
    "unknown_section": _("sección que no existe"),
    "unknown_catalogue": _("catálogo que no existe"),
    "of_another_partner": _("es de otra organización"),
    "not_her_partner": _("es de otra organización"),
    "office_of_the_network": _("la oficina es de toda la red"),
    "not_her_request": _("el pedido es de otra persona"),
    "unknown_hold": _("retención que no existe"),
    "decided_already": _("ya estaba decidido"),
    "erase_survivor": _("se borró todo lo de ella"),
    "erase_part": _("se borró una parte del caso"),
    "outside_the_wall": _("la nota es de otra especialidad"),
    "unknown_exception": _("acceso que no existe"),
    "not_proposed_to_her": _("no se lo propusieron a ella"),
    "not_shared_with_her": _("no se compartió con ella"),
    "share_has_ended": _("lo compartido ya terminó"),
    "may_not_end_exception": _("no dio ese acceso"),
    "may_not_review": _("no le toca revisarlo"),
    "file_outside_the_wall": _("el archivo es de otra especialidad"),
    "unknown_attachment": _("archivo que no existe"),
    "original_for_prosecutor": _("para la fiscalía o la policía"),
    "original_for_court": _("para el juzgado"),
    "original_for_expert": _("para un peritaje o un informe"),
    "original_for_herself": _("para entregárselo a ella"),
    "original_for_work": _("para trabajar en el caso"),
    "removed_mistake": _("se subió por error"),
    "removed_she_asked": _("ella lo pidió"),
    "removed_duplicate": _("está repetido"),
    "removed_unreadable": _("no se puede leer"),
    "removed_not_needed": _("ya no hace falta tenerlo"),
    "no_partner": _("no pertenece a ninguna organización"),
    "permission_denied": _("no tiene ese permiso"),
    "damaged": _("el dato guardado está dañado o fue alterado"),
    "session_expired": _("la sesión terminó por tiempo"),
}
MAY_NOT = "may_not_"


def reason_in_words(entry: TrailEntry) -> str:
    """Why, in words; nothing where the reason only repeats the deed."""
    reason = entry.reason
    if reason in DEEDS or reason == entry.deed:
        return ""
    if reason in REASONS:
        return str(REASONS[reason])
    if reason.startswith(MAY_NOT):
        right = reason.removeprefix(MAY_NOT)
        label = Permission(right).label if right in Permission.values else right
        return str(_("no tiene permiso para: %(right)s") % {"right": label})
    return reason
