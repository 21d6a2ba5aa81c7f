"""What each section of an intake answers, as JSON keeps it; the forms ask in the same words.

What was not answered is absent. Days are ISO texts, codes are those of the catalogues and models.
``key`` in a row is the id of the row it was read from, for forms that show it again.
"""

from collections.abc import Mapping
from typing import Any, TypedDict

UNANSWERED: tuple[Any, ...] = (None, "", [])


def answered(known: Mapping[str, Any]) -> dict[str, Any]:
    """What is known, without what is not."""
    return {name: value for name, value in known.items() if value not in UNANSWERED}


class ConsentAnswers(TypedDict, total=False):
    """What she allows, how she said so, and until when."""

    purposes: list[str]
    fact_categories: list[str]
    manner: str
    witness: str
    language: str
    given_on: str
    ends_on: str
    notes: str


class SafeContactAnswers(TypedDict, total=False):
    """How she may be reached. ``no_safe_way`` closes every channel."""

    phone: str
    whose_phone: str
    is_phone_allowed: bool
    is_message_allowed: bool
    is_voicemail_allowed: bool
    is_visit_allowed: bool
    hours: str
    what_to_say: str
    who_may_answer: str
    code_word: str
    other_way: str
    she_will_contact_us: bool
    no_safe_way: bool
    confirmed_on: str


class DependantAnswers(TypedDict, total=False):
    """Somebody in her care."""

    key: str
    name: str
    age: int
    relation: str
    lives_with_her: bool


class SurvivorAnswers(TypedDict, total=False):
    """Who she is."""

    chosen_name: str
    given_names: str
    first_surname: str
    second_surname: str
    birth_date: str
    age: int
    sex: str
    identity_document_kind: str
    identity_card: str
    identity_complement: str
    municipality: str
    zone: str
    area: str
    languages: list[str]
    needs_interpreter: bool
    is_pregnant: bool
    carer: str
    marital_status: str
    nationality: str
    self_identification: str
    gender_identity: str
    education: str
    employment: str
    occupation: str
    health_cover: str
    disability_types: list[str]
    disability_degree: str
    disability_card: bool
    dependants: list[DependantAnswers]


class PerpetratorAnswers(TypedDict, total=False):
    """Somebody alleged to have done it."""

    key: str
    name: str
    alias: str
    relationship: str
    sex: str
    age_band: str
    occupation: str
    municipality: str
    lives_with_her: bool
    has_weapon: bool


class IncidentAnswers(TypedDict, total=False):
    """One incident."""

    key: str
    narrative: str
    happened_on: str
    happened_approximately: str
    time_of_day: str
    violence_types: list[str]
    gbv_type: str
    circumstances: list[str]
    place_kind: str
    municipality: str
    place_detail: str
    happened_before: str
    reported_to: list[str]
    perpetrators: list[PerpetratorAnswers]


class IncidentsAnswers(TypedDict, total=False):
    """Every incident she spoke of."""

    incidents: list[IncidentAnswers]


class RiskAnswers(TypedDict, total=False):
    """How much danger she is in."""

    level: str
    reason: str
    her_own_perception: str


class NeedsAnswers(TypedDict, total=False):
    """What she needs now, and how she came."""

    kinds: list[str]
    immediate_notes: str
    wants_legal_action: str
    entry_channel: str


class IntakeAnswers(TypedDict, total=False):
    """A whole intake; a section that was not answered is absent."""

    consent: ConsentAnswers
    safe_contact: SafeContactAnswers
    survivor: SurvivorAnswers
    incidents: IncidentsAnswers
    risk: RiskAnswers
    needs: NeedsAnswers
