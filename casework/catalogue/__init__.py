"""The Bolivian catalogues as read-only data: what is coded in a case, and where it comes from."""

from casework.catalogue.ages import GBVIMS, PROSECUTOR, age_band
from casework.catalogue.calendar import (
    Holiday,
    holidays,
    holidays_known_until,
    is_working_day,
    next_working_day,
)
from casework.catalogue.errors import CatalogueError, UnknownCode, UnknownList
from casework.catalogue.formats import matches
from casework.catalogue.help_lines import HelpLine, help_lines
from casework.catalogue.institutions import Dependency, InstitutionSeed, institution_seed
from casework.catalogue.places import (
    Municipality,
    departments,
    municipalities,
    municipality,
    municipality_choices,
)
from casework.catalogue.sources import Source, attribution, sources
from casework.catalogue.terms import (
    Choice,
    ChoiceGroup,
    Term,
    as_choices,
    choices,
    gbv_types,
    label,
    languages,
    list_names,
    peoples,
    relationship_choices,
    relationships,
    term,
    terms,
    violence_types,
)

__all__ = [
    "GBVIMS",
    "PROSECUTOR",
    "CatalogueError",
    "Choice",
    "ChoiceGroup",
    "Dependency",
    "HelpLine",
    "Holiday",
    "InstitutionSeed",
    "Municipality",
    "Source",
    "Term",
    "UnknownCode",
    "UnknownList",
    "age_band",
    "as_choices",
    "attribution",
    "choices",
    "departments",
    "gbv_types",
    "help_lines",
    "holidays",
    "holidays_known_until",
    "institution_seed",
    "is_working_day",
    "label",
    "languages",
    "list_names",
    "matches",
    "municipalities",
    "municipality",
    "municipality_choices",
    "next_working_day",
    "peoples",
    "relationship_choices",
    "relationships",
    "sources",
    "term",
    "terms",
    "violence_types",
]
