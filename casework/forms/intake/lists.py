"""The catalogues as choices, read when a form is shown."""

from collections.abc import Container, Iterable
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework import catalogue


def listed(list_name: str) -> partial[list[catalogue.Choice]]:
    """The choices of this list."""
    return partial(catalogue.choices, list_name)


# What SLIM offices tick at a glance; the other forms of the law stand folded below them.
MOST_NAMED_TYPES = ("v01_fisica", "v03_psicologica", "v07_sexual", "v10_patrimonial_economica")


def violence_types() -> list[catalogue.Choice | catalogue.ChoiceGroup]:
    """The forms of violence of Ley 348, the most named first."""
    return in_two_groups(
        catalogue.violence_types(), MOST_NAMED_TYPES, _("Otras formas de violencia de la ley")
    )


def gbv_types() -> list[catalogue.Choice]:
    """The GBVIMS types, in the order in which they are asked."""
    return catalogue.as_choices(catalogue.gbv_types())


def peoples() -> list[catalogue.Choice]:
    """The peoples and nations of the census, the short list."""
    return catalogue.as_choices(catalogue.peoples())


def languages() -> list[catalogue.Choice]:
    """Every language, the most spoken first."""
    return catalogue.as_choices(catalogue.languages())


def languages_in_groups() -> list[catalogue.Choice | catalogue.ChoiceGroup]:
    """The most spoken first, the others under a heading of their own."""
    spoken = catalogue.languages()
    most = [each.code for each in spoken if each.extra["ui_top"]]
    return in_two_groups(spoken, most, _("Otros idiomas"))


def in_two_groups(
    some: Iterable[catalogue.Term], first: Container[str], name: str | Promise
) -> list[catalogue.Choice | catalogue.ChoiceGroup]:
    """The terms with these codes, then the others under a heading of their own."""
    terms = list(some)
    above = [each for each in terms if each.code in first]
    below = [each for each in terms if each.code not in first]
    return [*catalogue.as_choices(above), (str(name), catalogue.as_choices(below))]
