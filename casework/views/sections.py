"""What the pages of a section share, before a case is opened and after."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest

from accounts.staff import StaffRequest
from audit.refusals import refuse
from casework.errors import ChangedMeanwhile, RiskLoweredByStranger
from casework.forms.fields import suggestions
from casework.forms.intake import SECTIONS
from casework.forms.section import Longer, SectionForm, with_another_row
from casework.forms.shown import ShownAnswers, in_words
from casework.overviews.words import section_name


class Saved(Protocol):
    """A section as it is saved now."""

    @property
    def answers(self) -> Mapping[str, Any]:
        """What was answered."""

    @property
    def version(self) -> str:
        """Which state that is."""


def form_class_of(request: StaffRequest, section: str) -> type[SectionForm]:
    """The form of a section; one that does not exist is refused like a wrong code."""
    if section not in SECTIONS:
        refuse(partner_id=request.staff.partner_id, reason="unknown_section")
    return SECTIONS[section]


def row_asked_for(request: HttpRequest, form_class: type[SectionForm]) -> Longer:
    """What was typed, with one more empty row where it was asked for."""
    return with_another_row(form_class.draft_of(request.POST), request.POST.get("add", ""))


def version_of(request: HttpRequest) -> str:
    """Which state of the section the answers were written over."""
    return request.POST.get("version", "")


def is_saved(form: SectionForm, deed: Callable[[], object]) -> bool:
    """Whether the answers could be kept and were; if not, the form says why."""
    if not form.is_valid():
        return False
    try:
        deed()
    except (ChangedMeanwhile, RiskLoweredByStranger) as error:
        form.add_error(None, ValidationError(error.message, code=type(error).__name__))
        return False
    return True


def saved_meanwhile(form: SectionForm, answers: Mapping[str, Any]) -> list[ShownAnswers]:
    """What somebody else saved, in words, when that is why the form was not."""
    was_changed = form.has_error(NON_FIELD_ERRORS, ChangedMeanwhile.__name__)
    return in_words(type(form), answers) if was_changed else []


def places_of(request: StaffRequest) -> Sequence[str]:
    """The municipalities to suggest, those of her partner's department first."""
    return suggestions(request.staff.partner.department if request.staff.partner else "")


def page_of(
    request: StaffRequest, section: str, form: SectionForm, saved: Saved, **more: Any
) -> dict[str, Any]:
    """What every page of a section prints."""
    return {
        "form": form,
        "section": section,
        "title": section_name(section),
        "places": places_of(request),
        "saved": saved,
        "saved_now": saved_meanwhile(form, saved.answers),
        **more,
    }
