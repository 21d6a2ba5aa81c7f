"""Who looked at a case, in plain Spanish, as a PDF (PDF/UA-1).

It is given to the woman herself, on paper that others may find: it bears the code of the case, no
name of hers, and no word of what is kept.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import typst
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.permissions import Role
from audit.models import TrailEntry
from casework.models import Case, CaseException
from casework.models.exception import ExceptionKind
from oversight.wording import COMPARTMENTS
from vault.compartments import Compartment

TEMPLATE = Path(__file__).with_name("sheet.typ")


@dataclass
class Look:
    """One person on one day: the hours, and what she looked at."""

    day: date
    actor_id: UUID | None
    account: str
    role: str
    first: datetime
    last: datetime
    what: set[str] = field(default_factory=set)


def access_sheet_pdf(case: Case, entries: Iterable[TrailEntry]) -> bytes:
    """The sheet as PDF bytes; ``entries`` are readings of the case, the oldest first."""
    with translation.override("es"):
        words = sheet_words(case, entries)
    return typst.compile(
        TEMPLATE,
        format="pdf",
        sys_inputs={"sheet": json.dumps(words, ensure_ascii=False)},
        ignore_system_fonts=True,
        pdf_standards="ua-1",
    )


def sheet_words(case: Case, entries: Iterable[TrailEntry]) -> dict[str, Any]:
    """Everything the sheet says, as plain text; keys are those that sheet.typ reads."""
    looks = list(_looks(entries))
    people = _people({look.actor_id for look in looks if look.actor_id})
    exceptions = list(CaseException.objects.filter(case=case).select_related("holder_partner"))
    day = formats.date_format(timezone.localdate(), "DATE_FORMAT")
    return {
        "language": "es",
        "title": _("Quién vio sus datos"),
        "subtitle": _("Código %(code)s · %(partner)s · %(day)s")
        % {"code": case.code, "partner": case.partner.name, "day": day},
        "opening": _(
            "Cada vez que alguien abre lo que se guarda de usted queda anotado. Esta hoja dice "
            "quién fue, cuándo y por qué. Puede pedirla cuando quiera y preguntar por cualquier "
            "línea."
        ),
        "columns": [_("Cuándo"), _("Quién"), _("Qué vio"), _("Por qué")],
        "rows": [_row(look, people, exceptions) for look in looks],
        "nothing": _("Hasta hoy nadie abrió sus datos."),
        "closing": _(
            "Si no reconoce a alguien, o algo no le parece bien, dígalo: se revisará y se le "
            "responderá."
        ),
        "keep": _("Guárdela donde nadie más la encuentre, o pida que la guardemos por usted."),
    }


def _looks(entries: Iterable[TrailEntry]) -> Iterator[Look]:
    """The readings, put together by day and person, in the order in which they began."""
    looks: dict[tuple[date, UUID | None, str], Look] = {}
    for entry in entries:
        at = timezone.localtime(entry.timestamp)
        key = (at.date(), entry.actor_id, entry.actor_name)
        look = looks.setdefault(
            key,
            Look(at.date(), entry.actor_id, entry.actor_name, entry.actor_role, at, at),
        )
        look.last = at
        if entry.compartment:
            look.what.add(str(COMPARTMENTS[Compartment(entry.compartment)]))
    yield from looks.values()


def _people(ids: Iterable[UUID]) -> dict[UUID, list[Membership]]:
    found: dict[UUID, list[Membership]] = {}
    known = Membership.objects.filter(user__in=list(ids)).select_related("user", "partner")
    for member in known:
        found.setdefault(member.user_id, []).append(member)
    return found


def _row(
    look: Look, people: dict[UUID, list[Membership]], exceptions: list[CaseException]
) -> list[str]:
    opened = [each for each in exceptions if _was_open(each, look)]
    what = ", ".join(sorted(look.what))
    return [_when(look), _who(look, people, opened), what, _why(look, opened)]


def _when(look: Look) -> str:
    first, last = (formats.date_format(at, "H:i") for at in (look.first, look.last))
    hours = first if first == last else f"{first}–{last}"
    return f"{formats.date_format(look.day, 'j b Y')}, {hours}"


def _who(look: Look, people: dict[UUID, list[Membership]], opened: list[CaseException]) -> str:
    members = people.get(look.actor_id, []) if look.actor_id else []
    if not members:
        return look.account or _("El sistema")
    place = opened[0].holder_partner.name if opened else members[0].place_name
    role = str(Role(look.role).label) if look.role in Role.values else ""
    return " · ".join(part for part in (members[0].user.full_name, role, place) if part)


def _was_open(exception: CaseException, look: Look) -> bool:
    end = exception.ended_at or exception.ends_at
    is_hers = exception.person_id == look.actor_id
    return is_hers and exception.starts_at <= look.last and look.first <= end


def _why(look: Look, opened: list[CaseException]) -> str:
    reasons = {
        ExceptionKind.TEAM: _("es del equipo nombrado para su caso"),
        ExceptionKind.BREAK_GLASS: _("acceso de emergencia por dos horas, que otra persona revisa"),
    }
    for exception in opened:
        if exception.kind == ExceptionKind.SHARE:
            return _("usted consintió compartirlo: %(purpose)s") % {
                "purpose": exception.get_purpose_display().lower()
            }
        return reasons[ExceptionKind(exception.kind)]
    if look.role == Role.SUPERVISOR:
        return _("supervisa el trabajo de la organización")
    if look.role in Role.values:
        return _("trabaja con los casos de la organización")
    return _("tarea del sistema, sin que nadie mire")
