"""The filters of the list of cases: codes in the address, never a name."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Partner
from casework.catalogue import municipalities
from casework.forms.deed import DeedForm
from casework.forms.fields import CodeField, MunicipalityField
from casework.models.case import RiskLevel, Stage
from casework.overviews.case_list import Wanted

ALL_STAGES = [*Stage.choices, ("all", _("Todas"))]


USUAL_VIEWS: tuple[tuple[str | Promise, dict[str, str]], ...] = (
    (_("Abiertos"), {}),
    (_("Míos"), {"whose": "me"}),
    (_("Con fecha vencida"), {"overdue": "on"}),
    (_("Cerrados"), {"stage": "closed"}),
)


@dataclass(frozen=True, slots=True)
class View:
    """A link to a usual list, and whether it is the one shown."""

    label: str
    url: str
    current: bool


class CaseFilter(DeedForm):
    """Which cases to show; what is not understood is said beside its field and shows all."""

    stage = CodeField(
        label=_("Etapa"), choices=ALL_STAGES, required=False, unanswered=_("Abiertos")
    )
    risk = CodeField(
        label=_("Riesgo"), choices=RiskLevel.choices, required=False, unanswered=_("Todos")
    )
    municipality = MunicipalityField(label=_("Municipio"), required=False)
    whose = CodeField(
        label=_("Responsable"), choices=[("me", _("Yo"))], required=False, unanswered=_("Todas")
    )
    overdue = forms.BooleanField(label=_("Solo con fecha vencida"), required=False)

    @property
    def active(self) -> int:
        """How many filters are in use."""
        return sum(bool(self.data.get(name)) for name in self.fields)

    def views(self) -> list[View]:
        """The lists asked for most, as links."""
        chosen = {name: value for name, value in self.data.items() if value and name in self.fields}
        return [
            View(str(label), "?" + urlencode(filters) if filters else ".", chosen == filters)
            for label, filters in USUAL_VIEWS
        ]

    def near(self, partner: Partner | None) -> list[str]:
        """The municipalities of the partner's department, to be suggested."""
        if partner is None:
            return []
        return [p.short_name for p in municipalities() if p.department_code == partner.department]

    def wanted(self) -> Wanted:
        """What the list is asked for."""
        if not self.is_valid():
            return Wanted()
        told = self.cleaned_data
        return Wanted(
            stage=told["stage"],
            risk=told["risk"],
            municipality=told["municipality"],
            is_hers=told["whose"] == "me",
            is_overdue=told["overdue"],
        )
