"""The forms of an intake, a section a module: asked at first contact, completed in the case."""

from collections.abc import Mapping

from casework.forms.intake.consent import ConsentForm
from casework.forms.intake.incidents import IncidentsForm
from casework.forms.intake.needs import NeedsForm
from casework.forms.intake.quick import QuickIntakeForm
from casework.forms.intake.risk import RiskForm
from casework.forms.intake.safe_contact import SafeContactForm
from casework.forms.intake.survivor import SurvivorForm
from casework.forms.section import SectionForm

SECTIONS: Mapping[str, type[SectionForm]] = {
    "consent": ConsentForm,
    "safe_contact": SafeContactForm,
    "survivor": SurvivorForm,
    "incidents": IncidentsForm,
    "risk": RiskForm,
    "needs": NeedsForm,
}

__all__ = ["SECTIONS", "QuickIntakeForm"]
