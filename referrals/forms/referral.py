"""The forms of a referral: choosing what goes to whom, and noting what came of it."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework import catalogue
from casework.forms.fields import (
    CheckboxesWithRefusals,
    CodeField,
    CodesField,
    PastDateField,
    SafeTextField,
    SelectWithRefusals,
    WithRefusals,
)
from referrals.consent import Coverage
from referrals.models import Office, Referral
from referrals.models.directory import OfficeQuerySet
from referrals.models.referral import Fact, ReferralState

LONGEST_PURPOSE = 2_000
LONGEST_NOTE = 4_000


class ReferralForm(forms.Form):
    """To whom, what for, by which way, and exactly which facts."""

    office = CodeField(label=_("A qué oficina"), choices=[], widget=SelectWithRefusals)
    purpose = SafeTextField(
        label=_("Qué se solicita"),
        help_text=_("Esto se lee en la carta. No escriba aquí lo que ella no quiere compartir."),
        longest=LONGEST_PURPOSE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    facts = CodesField(
        label=_("Qué datos se comparten"),
        help_text=_("Solo los necesarios para lo que se solicita. Lo que no marque no sale."),
        choices=Fact.choices,
        widget=CheckboxesWithRefusals,
    )
    medium = CodeField(
        label=_("Cómo se envía"), choices=lambda: catalogue.choices("medio_derivacion")
    )

    def __init__(
        self, *args: Any, offices: OfficeQuerySet, coverage: Coverage, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {office.code: office for office in offices}
        self._offer_offices(coverage)
        self._offer_facts(coverage)

    @property
    def chosen_office(self) -> Office:
        """The chosen office, of a valid form."""
        return self.offices[self.cleaned_data["office"]]

    @property
    def refuses(self) -> bool:
        """Whether something is shown that she did not allow."""
        return bool(self.refused_offices or self.refused_facts)

    def _offer_offices(self, coverage: Coverage) -> None:
        """Those she allows first; the others cannot be taken, and say why."""
        others = [o for o in self.offices.values() if not coverage.reaches(o.institution)]
        reached = [o for o in self.offices.values() if coverage.reaches(o.institution)]
        without = [
            (_("%(name)s (sin su autorización)") % {"name": name}, group)
            for name, group in _by_institution(others)
        ]
        self.refused_offices = frozenset(office.code for office in others)
        offered = [("", _("Elija")), *_by_institution(reached), *without]
        self._offer("office", offered, self.refused_offices)

    def _offer_facts(self, coverage: Coverage) -> None:
        """Those she allows first; the others cannot be ticked, and stand apart."""
        self.refused_facts = frozenset(fact for fact in Fact if not coverage.tells(fact))
        choices: list[Any] = [row for row in Fact.choices if row[0] not in self.refused_facts]
        refused = [row for row in Fact.choices if row[0] in self.refused_facts]
        if refused:
            choices.append((_("Sin su autorización"), refused))
        self._offer("facts", choices, self.refused_facts)

    def _offer(self, name: str, choices: list[Any], refused: frozenset[str]) -> None:
        field = self.fields[name]
        assert isinstance(field, CodeField | CodesField)  # noqa: S101 - what stands above
        assert isinstance(field.widget, WithRefusals)  # noqa: S101 - the same
        field.choices = choices
        field.widget.refused = refused


def _by_institution(offices: Iterable[Office]) -> list[tuple[str, list[tuple[str, str]]]]:
    ordered = sorted(offices, key=lambda office: (str(office.institution), office.name))
    return [
        (name, [(office.code, _with_place(office)) for office in group])
        for name, group in groupby(ordered, key=lambda office: str(office.institution))
    ]


def _with_place(office: Office) -> str:
    return f"{office.name} · {catalogue.municipality(office.municipality).short_name}"


class StepForm(forms.Form):
    """What came of a referral: a state that may follow, the day, and a note."""

    state = CodeField(label=_("Qué pasó"), choices=[], widget=forms.RadioSelect)
    happened_on = PastDateField(label=_("Cuándo"), initial=timezone.localdate)
    note = SafeTextField(
        label=_("Detalle"),
        help_text=_("Con quién se habló, qué respondió, número de trámite."),
        required=False,
        longest=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["state"]
        assert isinstance(field, CodeField)  # noqa: S101 - says to mypy what stands above
        field.choices = [(state.value, state.label) for state in referral.next_states]

    @property
    def chosen_state(self) -> ReferralState:
        """The state it came to, of a valid form."""
        return ReferralState(self.cleaned_data["state"])


class ReferralFilter(forms.Form):
    """Which referrals to show."""

    state = CodeField(
        label=_("Estado"), choices=ReferralState.choices, required=False, unanswered=_("Todos")
    )

    @property
    def active(self) -> int:
        """How many filters are in use."""
        return sum(bool(self.data.get(name)) for name in self.fields)
