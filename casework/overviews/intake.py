"""What the pages of an intake show: its sections and their state, and who may be the same woman."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.staff import Staff
from casework.access import intakes_for
from casework.actions.intake import sections_of
from casework.actions.opening import NEEDED
from casework.answers import IntakeAnswers
from casework.duplicates import Match, Traces
from casework.models import Intake, IntakeSection
from casework.models.consent import ConsentPurpose
from casework.models.intake import SectionName
from casework.overviews.words import ago, place, word
from vault.keychain import keychain
from vault.names import mask

HINTS: dict[str, Promise] = {
    SectionName.CONSENT: _("Qué acepta y para qué. Necesario para abrir el caso."),
    SectionName.SAFE_CONTACT: _("Cómo hablarle sin ponerla en peligro. Necesario."),
    SectionName.SURVIVOR: _("Lo que ella quiera decir; puede ir sin nombre."),
    SectionName.INCIDENTS: _("Se puede completar después."),
    SectionName.RISK: _("Nivel y motivo. Necesario para abrir el caso."),
    SectionName.NEEDS: _("Se puede completar después."),
}


@dataclass(frozen=True)
class Task:
    """One line of the task list."""

    url: str
    label: str | Promise
    hint: str | Promise
    status: str | Promise
    tone: str


@dataclass(frozen=True)
class TaskList:
    """The sections of an intake.

    No case is opened while one that is needed is ``missing``, or holds something ``unsaved``.
    """

    tasks: Sequence[Task]
    missing: Sequence[str | Promise]
    unsaved: Sequence[str | Promise]


@dataclass(frozen=True)
class BegunIntake:
    """An intake somebody left, told apart from her others: initials as far as she typed a name."""

    url: str
    code: str
    name: str
    touched: str
    progress: str


@dataclass(frozen=True)
class SeenMatch:
    """Somebody who may be the same woman, as a page may show her."""

    code: str
    name: str
    age: str
    municipality: str
    year: int
    is_closed: bool
    responsible: str
    url: str
    reasons: Sequence[str | Promise]


def task_list_of(intake: Intake) -> TaskList:
    """Her sections, and whether somebody looked for her among those known."""
    sections = sections_of(intake)
    tasks = [_task(intake, name, sections.get(name)) for name in SectionName]
    tasks.insert(2, _duplicates_task(intake))
    missing = [name.label for name in NEEDED if not _is_enough(name, sections.get(name))]
    unsaved = [name.label for name in SectionName if _is_drafted(sections.get(name))]
    return TaskList(tasks=tasks, missing=missing, unsaved=unsaved)


def begun_by(staff: Staff) -> list[BegunIntake]:
    """The intakes she left, the latest first: three queries, and a reading of each name."""
    begun = list(intakes_for(staff).order_by("-touched_at").prefetch_related("sections"))
    keychain().prefetch(intake.id for intake in begun)
    return [_begun(intake) for intake in begun]


def progress_of(saved: int) -> str:
    """How many of the sections were saved."""
    return _("%(saved)d de %(all)d secciones guardadas") % {"saved": saved, "all": len(SectionName)}


def _begun(intake: Intake) -> BegunIntake:
    sections = {section.name: section for section in intake.sections.all()}
    survivor = sections.get(SectionName.SURVIVOR)
    saved = sum(section.saved_at is not None for section in sections.values())
    return BegunIntake(
        url=reverse("casework:intake", args=[intake.code]),
        code=intake.code,
        name=_initials(survivor) if survivor else "",
        touched=ago(timezone.localdate(intake.touched_at), timezone.localdate()),
        progress=progress_of(saved),
    )


def _initials(survivor: IntakeSection) -> str:
    """The mask her case will bear, of what was saved or else of what is being typed."""
    typed = {name: values[0] for name, values in (survivor.draft or {}).items() if values}
    told = survivor.answers or typed
    given = told.get("given_names") or told.get("chosen_name", "")
    return mask(given, told.get("first_surname") or told.get("second_surname", ""))


def seen_matches(matches: Sequence[Match]) -> list[SeenMatch]:
    """The matches, opened as far as a list opens them."""
    return list(map(_seen, matches))


def can_be_looked_for(answers: IntakeAnswers) -> bool:
    """Whether anything is known by which she could be found."""
    traces = Traces.of(answers.get("survivor", {}), answers.get("safe_contact", {}))
    return bool(traces.name or traces.card or traces.phone)


def masked_name_of(intake: Intake) -> str:
    """The initials of the woman she was recognised as; nothing for somebody new."""
    return intake.survivor.listing.masked_name if intake.survivor else ""


def _task(intake: Intake, name: SectionName, section: IntakeSection | None) -> Task:
    status, tone = _state(name, section)
    url = reverse("casework:intake_section", args=[intake.code, name.value])
    return Task(url, name.label, HINTS[name], status, tone)


def _duplicates_task(intake: Intake) -> Task:
    status, tone = (_("Sin revisar"), "")
    if intake.duplicates_seen_at is not None:
        status, tone = (_("Revisado"), "good")
    url = reverse("casework:duplicates", args=[intake.code])
    hint = _("Se busca en su organización por nombre, documento y teléfono.")
    return Task(url, _("¿Ya la conocemos?"), hint, status, tone)


def _state(name: SectionName, section: IntakeSection | None) -> tuple[Promise, str]:
    if section is None or (section.saved_at is None and not _is_drafted(section)):
        return _("Sin empezar"), ""
    if _is_drafted(section):
        return _("Borrador"), "note"
    if not _is_enough(name, section):
        return _("Falta algo"), "warn"
    return _("Guardada"), "good"


def _is_drafted(section: IntakeSection | None) -> bool:
    return section is not None and section.drafted_at is not None


def _is_enough(name: SectionName, section: IntakeSection | None) -> bool:
    """Whether a case could be opened with what was saved."""
    if section is None or section.saved_at is None:
        return False
    if name != SectionName.CONSENT:
        return True
    return ConsentPurpose.SERVICES in section.answers.get("purposes", [])


def _seen(match: Match) -> SeenMatch:
    case = match.case
    return SeenMatch(
        code=case.code,
        name=case.survivor.listing.masked_name,
        age=word("grupo_edad_mp", case.survivor.age_band),
        municipality=place(case.survivor.municipality or case.municipality),
        year=timezone.localdate(case.opened_at).year,
        is_closed=case.is_closed,
        responsible=case.responsible.full_name,
        url=reverse("casework:case", args=[case.code]),
        reasons=[reason.label for reason in match.reasons],
    )
