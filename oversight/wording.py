"""Says a trail entry in words: what was done, to what, and which columns it touched."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Role
from audit.events import Event, Outcome
from audit.models import TrailEntry
from vault.compartments import Compartment

SEALED_PREFIX = "sealed:"
SEALED = _("sellado")

COMPARTMENTS = {
    Compartment.IDENTITY: _("identidad"),
    Compartment.CASE: _("relato, contacto y riesgo"),
    Compartment.LEGAL: _("notas legales"),
    Compartment.PSYCHOLOGICAL: _("notas psicológicas"),
    Compartment.INTAKE: _("atención en curso"),
    Compartment.LISTING: _("nombres enmascarados de la lista"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a supervisor reads it. ``changes`` holds (column, before, after)."""

    id: int
    at: datetime
    who: str
    role: str
    what: str
    about: str
    why: str
    outcome: str
    is_refused: bool
    address: str
    device: str
    changes: tuple[tuple[str, str, str], ...]


def line_of(entry: TrailEntry) -> Line:
    """The entry in words of the active language."""
    return Line(
        id=entry.pk,
        at=entry.timestamp,
        who=entry.actor_name or str(_("Sin ingreso")),
        role=_label(Role, entry.actor_role),
        what=_what(entry),
        about=_about(entry),
        why=entry.reason,
        outcome=str(entry.get_outcome_display()),
        is_refused=entry.outcome != Outcome.DONE,
        address=entry.address or "",
        device=entry.device,
        changes=tuple(_changes(entry)),
    )


def _what(entry: TrailEntry) -> str:
    if entry.event == Event.DEED:
        return str(DEEDS.get(entry.deed, entry.deed.replace("_", " ").capitalize()))
    return str(entry.get_event_display())


def _about(entry: TrailEntry) -> str:
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
    return str(choices(value).label) if value in choices.values else value


DEEDS = {
    "open_case": _("Abrió el caso"),
    "open_quick_case": _("Abrió el caso (modo rápido)"),
    "close_case": _("Cerró el caso"),
    "reopen_case": _("Reabrió el caso"),
    "record_session": _("Registró una sesión"),
    "add_addendum": _("Agregó una adenda"),
    "plan_follow_up": _("Programó un seguimiento"),
    "complete_follow_up": _("Marcó un seguimiento como hecho"),
    "move_follow_up": _("Cambió la fecha de un seguimiento"),
    "reassign_follow_up": _("Reasignó un seguimiento"),
    "wait_for_her": _("Anotó que ella se comunicará"),
    "confirm_safe_contact": _("Confirmó el contacto seguro"),
    "join_team": _("Agregó a una persona al equipo"),
    "leave_team": _("Quitó a una persona del equipo"),
    "assign_case": _("Asignó el caso"),
    "send_referral": _("Envió una derivación"),
    "advance_referral": _("Anotó un paso de la derivación"),
    "invite_staff": _("Invitó a una persona"),
    "suspend_staff": _("Suspendió a una persona"),
    "reinstate_staff": _("Reincorporó a una persona"),
    "change_role": _("Cambió el rol de una persona"),
    "create_partner": _("Creó la organización"),
}
