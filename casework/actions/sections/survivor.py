"""Who she is: her sealed identity, what lists and searches know of her, and those in her care."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.utils import timezone

from accounts.staff import Staff
from casework import catalogue
from casework.actions.sections.rows import reconcile
from casework.answers import DependantAnswers, SurvivorAnswers, answered
from casework.digests import card_digest
from casework.models import Case, Dependant, Listing, Survivor
from casework.models.survivor import years_between
from vault.names import mask, search_value

NAMES = ("chosen_name", "given_names", "first_surname", "second_surname")
PROFILE = (
    "area",
    "languages",
    "is_pregnant",
    "carer",
    "marital_status",
    "nationality",
    "self_identification",
    "gender_identity",
    "education",
    "employment",
    "occupation",
    "health_cover",
    "disability_types",
    "disability_degree",
    "disability_card",
)
DOCUMENT = {
    "kind": "identity_document_kind",
    "number": "identity_card",
    "complement": "identity_complement",
}


def fill(survivor: Survivor, answers: SurvivorAnswers) -> None:
    """Writes the answers into the row; its key must be open."""
    given: Mapping[str, Any] = answers
    for name in (*NAMES, "zone", "sex", "municipality"):
        setattr(survivor, name, given.get(name, ""))
    survivor.needs_interpreter = answers.get("needs_interpreter", False)
    survivor.identity_document = _picked(given, DOCUMENT)
    survivor.profile = _picked(given, {name: name for name in PROFILE})
    _fill_age(survivor, answers)


def fill_listing(listing: Listing, answers: SurvivorAnswers) -> None:
    """What lists and searches may know of these answers; of a restricted survivor, no name."""
    chosen, given = answers.get("chosen_name", ""), answers.get("given_names", "")
    first, second = answers.get("first_surname", ""), answers.get("second_surname", "")
    listing.masked_name = mask(given or chosen, first or second)
    is_restricted = listing.survivor.restricted_at is not None
    listing.search_value = "" if is_restricted else search_value(chosen, given, first, second)
    listing.card_digest = card_digest(listing.partner_id, answers.get("identity_card", ""))


def new_dependants(survivor: Survivor, answers: SurvivorAnswers) -> list[Dependant]:
    """Those in her care."""
    return [_dependant(survivor, each) for each in answers.get("dependants", [])]


def read(case: Case) -> SurvivorAnswers:
    """What is known of her."""
    return read_survivor(case.survivor)


def read_survivor(survivor: Survivor) -> SurvivorAnswers:
    """The same, of a survivor whose identity key is open."""
    document = survivor.identity_document or {}
    known: dict[str, Any] = {
        **{name: getattr(survivor, name) for name in (*NAMES, "zone", "sex", "municipality")},
        **{question: document.get(part) for part, question in DOCUMENT.items()},
        **(survivor.profile or {}),
        "birth_date": survivor.birth_date.isoformat() if survivor.birth_date else None,
        "age": survivor.age_on(timezone.localdate()) if survivor.birth_date is None else None,
        "needs_interpreter": survivor.needs_interpreter,
        "dependants": [_read_dependant(row) for row in _dependants(survivor.id)],
    }
    return cast("SurvivorAnswers", answered(known))


def version(case: Case) -> str:
    """The row's own."""
    return str(case.survivor.version)


def change(case: Case, answers: SurvivorAnswers, *, by: Staff) -> None:  # as the others
    """Writes other answers, and what the case repeats of them."""
    change_survivor(case.survivor, answers)
    case.municipality = case.survivor.municipality
    case.save(update_fields=["municipality"])


def change_survivor(survivor: Survivor, answers: SurvivorAnswers) -> None:
    """The same of a survivor, in whatever case; lists and searches follow."""
    fill(survivor, answers)
    survivor.version += 1
    survivor.save()
    listing = Listing.objects.get(survivor=survivor)
    fill_listing(listing, answers)
    listing.save()
    reconcile(
        _dependants(survivor.id),
        answers.get("dependants", []),
        fill=_fill_dependant,
        new=lambda each: _dependant(survivor, each),
    )


def merged(known: SurvivorAnswers, told: SurvivorAnswers) -> SurvivorAnswers:
    """What was told now over what was known; nobody in her care is forgotten or doubled."""
    names = {each.get("name", "") for each in known.get("dependants", [])}
    new = [each for each in told.get("dependants", []) if each.get("name", "") not in names]
    both = SurvivorAnswers(**{**known, **told})
    both["dependants"] = [*known.get("dependants", []), *new]
    if "age" in told:
        both.pop("birth_date", None)
    elif "birth_date" in told:
        both.pop("age", None)
    return both


def _fill_age(survivor: Survivor, answers: SurvivorAnswers) -> None:
    today = timezone.localdate()
    born = date.fromisoformat(answers["birth_date"]) if "birth_date" in answers else None
    age = None if born else answers.get("age")
    # An age that comes back as it was shown was not said today.
    if age is None or survivor.birth_date is not None or age != survivor.age_on(today):
        survivor.birth_date, survivor.age = born, age
        survivor.age_known_on = None if age is None else today
    survivor.age_band = catalogue.age_band(years_between(born, today) if born else age)


def _picked(given: Mapping[str, Any], questions: Mapping[str, str]) -> dict[str, Any] | None:
    parts = {part: given[question] for part, question in questions.items() if question in given}
    return parts or None


def _dependants(survivor_id: UUID) -> list[Dependant]:
    return list(Dependant.objects.filter(survivor_id=survivor_id).order_by("id"))


def _dependant(survivor: Survivor, answers: DependantAnswers) -> Dependant:
    dependant = Dependant(partner_id=survivor.partner_id, survivor=survivor)
    _fill_dependant(dependant, answers)
    return dependant


def _fill_dependant(dependant: Dependant, answers: DependantAnswers) -> None:
    dependant.name = answers.get("name", "")
    dependant.age = answers.get("age")
    dependant.relation = answers.get("relation", "")
    dependant.lives_with_her = answers.get("lives_with_her")


def _read_dependant(row: Dependant) -> DependantAnswers:
    known = {
        "key": str(row.id),
        "name": row.name,
        "age": row.age,
        "relation": row.relation,
        "lives_with_her": row.lives_with_her,
    }
    return cast("DependantAnswers", answered(known))
