"""The catalogues as choices, read when a form is shown."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from casework import catalogue


def listed(list_name: str) -> partial[list[catalogue.Choice]]:
    """The choices of this list."""
    return partial(catalogue.choices, list_name)


def violence_types() -> list[catalogue.Choice]:
    """The forms of violence of Ley 348."""
    return catalogue.as_choices(catalogue.violence_types())


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
    first = [each for each in spoken if each.extra["ui_top"]]
    others = [each for each in spoken if not each.extra["ui_top"]]
    return [*catalogue.as_choices(first), (str(_("Otros idiomas")), catalogue.as_choices(others))]
