"""Saying dates, codes and states in words: a state is told by word first, then by its tone."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import catalogue
from casework.models.case import RiskLevel
from casework.models.intake import SectionName

SHORT_DAY = "j b"


@dataclass(frozen=True, slots=True)
class Tag:
    """A word and its tone: ``note``, ``good``, ``warn``, ``danger``, ``closed`` or none."""

    label: str
    tone: str = ""


RISK_TONES = {"low": "good", "medium": "warn", "high": "danger", "extreme": "extreme"}
RISK_LABELS = dict(RiskLevel.choices)


def risk_tag(level: str) -> Tag:
    """A level of risk."""
    return Tag(str(RISK_LABELS[RiskLevel(level)]), RISK_TONES[level])


def section_name(name: str) -> str:
    """What a section of the intake is called."""
    return str(SectionName(name).label)


def word(list_name: str, code: str) -> str:
    """What a code of a catalogue means; a code the catalogue no longer knows stays as it is."""
    try:
        return str(catalogue.label(list_name, code))
    except catalogue.UnknownCode:
        return code


def words(list_name: str, codes: list[str]) -> str:
    """Several codes, in one line."""
    return ", ".join(word(list_name, code) for code in codes)


def place(code: str) -> str:
    """The short name of a municipality."""
    if not code:
        return ""
    try:
        return catalogue.municipality(code).short_name
    except catalogue.UnknownCode:
        return code


def short_day(day: date, today: date) -> str:
    """``3 nov``, with the year when it is another one."""
    if day.year == today.year:
        return date_format(day, SHORT_DAY)
    return date_format(day, "j b Y")


def due_tag(due_on: date, today: date) -> Tag:
    """How a due date stands today."""
    days = (today - due_on).days
    if days > 0:
        text = ngettext("Vencido hace %(n)s día", "Vencido hace %(n)s días", days) % {"n": days}
        return Tag(text, "danger")
    if days == 0:
        return Tag(_("Hoy"), "warn")
    if days == -1:
        return Tag(_("Mañana"), "note")
    return Tag(short_day(due_on, today), "note")


def ago(day: date, today: date) -> str:
    """``hoy``, ``ayer``, ``hace 5 días``."""
    days = (today - day).days
    if days <= 0:
        return _("hoy")
    if days == 1:
        return _("ayer")
    return _("hace %(n)s días") % {"n": days}
