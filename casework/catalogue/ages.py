"""Age bands, read from the lists that name them: a band is data, not an ``if``."""

from casework.catalogue.terms import Term, terms

PROSECUTOR = "grupo_edad_mp"
GBVIMS = "grupo_edad_gbvims"


def age_band(age: int | None, list_name: str = PROSECUTOR) -> str:
    """The code of the band this age in whole years falls in; empty when the age is not known."""
    if age is None:
        return ""
    return next(band.code for band in terms(list_name) if _holds(band, age))


def _holds(band: Term, age: int) -> bool:
    first, last = band.extra.get("from_age"), band.extra.get("to_age")
    return first is not None and first <= age and (last is None or age <= last)
