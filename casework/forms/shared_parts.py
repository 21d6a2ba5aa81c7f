"""What a share shows: the same sentences for the preview and for her to whom it is shown."""

from collections.abc import Collection
from typing import Any

from casework.actions.case_section import read_section
from casework.forms.intake import SECTIONS
from casework.forms.shown import in_words
from casework.models import Case
from casework.overviews.risk import assessments_of
from casework.overviews.shared import notes_of, sections_behind
from casework.overviews.words import section_name
from vault.compartments import Compartment


def shared_parts(case: Case, compartments: Collection[str]) -> dict[str, Any]:
    """Everything that these compartments open on the page, and nothing besides."""
    sections = [
        {
            "name": name,
            "title": section_name(name),
            "groups": in_words(SECTIONS[name], read_section(case, name).answers),
        }
        for name in sections_behind(compartments)
    ]
    has_case = Compartment.CASE in compartments
    return {
        "sections": sections,
        "assessments": assessments_of(case) if has_case else [],
        "notes": notes_of(case, compartments),
    }
