"""What happened, and who is said to have done it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from accounts.staff import Staff
from casework.actions.sections.rows import reconcile
from casework.answers import IncidentAnswers, IncidentsAnswers, PerpetratorAnswers, answered
from casework.models import AllegedPerpetrator, Case, Incident

TEXTS = (
    "narrative",
    "happened_approximately",
    "place_kind",
    "place_detail",
    "municipality",
    "gbv_type",
)
LISTS = ("violence_types", "reported_to")
DETAILS = ("time_of_day", "circumstances", "happened_before")
PERPETRATOR_DETAILS = (
    "alias",
    "sex",
    "age_band",
    "occupation",
    "municipality",
    "lives_with_her",
    "has_weapon",
)


def new_incidents(case: Case, answers: IncidentsAnswers, *, by: Staff) -> list[Incident]:
    """The incidents, in the order in which they were told."""
    return [_incident(case, each, by) for each in answers.get("incidents", [])]


def new_perpetrators(
    incident: Incident, answers: IncidentAnswers, *, by: Staff
) -> list[AllegedPerpetrator]:
    """Those said to have done it."""
    return [_perpetrator(incident, each, by) for each in answers.get("perpetrators", [])]


def read(case: Case) -> IncidentsAnswers:
    """What was told so far."""
    rows = Incident.objects.filter(case=case).prefetch_related("perpetrators")
    return {"incidents": [_read_incident(row) for row in rows]}


def version(case: Case) -> str:
    """Of every incident, one after the other."""
    rows = Incident.objects.filter(case=case).values_list("id", "version")
    return "-".join(f"{row_id.hex[-8:]}.{number}" for row_id, number in rows)


def change(case: Case, answers: IncidentsAnswers, *, by: Staff) -> None:
    """Corrects the incidents told before, adds those told now, removes those taken back."""
    standing = reconcile(
        Incident.objects.filter(case=case).prefetch_related("perpetrators"),
        answers.get("incidents", []),
        fill=_change_incident,
        new=lambda each: _incident(case, each, by),
    )
    for incident, told in standing:
        _change_perpetrators(incident, told, by)


def _change_perpetrators(incident: Incident, told: IncidentAnswers, by: Staff) -> None:
    reconcile(
        incident.perpetrators.all(),
        told.get("perpetrators", []),
        fill=_fill_perpetrator,
        new=lambda each: _perpetrator(incident, each, by),
    )


def _incident(case: Case, answers: IncidentAnswers, by: Staff) -> Incident:
    incident = Incident(partner_id=case.partner_id, case=case, created_by=by.user)
    _fill_incident(incident, answers)
    return incident


def _change_incident(incident: Incident, answers: IncidentAnswers) -> None:
    _fill_incident(incident, answers)
    incident.version += 1


def _fill_incident(incident: Incident, answers: IncidentAnswers) -> None:
    given: Mapping[str, Any] = answers
    for name in TEXTS:
        setattr(incident, name, given.get(name, ""))
    for name in LISTS:
        setattr(incident, name, given.get(name, []))
    incident.details = _picked(given, DETAILS)
    happened_on = answers.get("happened_on")
    incident.happened_on = date.fromisoformat(happened_on) if happened_on else None


def _perpetrator(incident: Incident, answers: PerpetratorAnswers, by: Staff) -> AllegedPerpetrator:
    perpetrator = AllegedPerpetrator(
        partner_id=incident.partner_id,
        case_id=incident.case_id,
        incident=incident,
        created_by=by.user,
    )
    _fill_perpetrator(perpetrator, answers)
    return perpetrator


def _fill_perpetrator(perpetrator: AllegedPerpetrator, answers: PerpetratorAnswers) -> None:
    perpetrator.name = answers.get("name", "")
    perpetrator.relationship = answers.get("relationship", "")
    perpetrator.details = _picked(answers, PERPETRATOR_DETAILS)


def _read_incident(row: Incident) -> IncidentAnswers:
    known = {
        "key": str(row.id),
        **{name: getattr(row, name) for name in (*TEXTS, *LISTS)},
        **(row.details or {}),
        "happened_on": row.happened_on.isoformat() if row.happened_on else None,
        "perpetrators": [_read_perpetrator(each) for each in row.perpetrators.all()],
    }
    return cast("IncidentAnswers", answered(known))


def _read_perpetrator(row: AllegedPerpetrator) -> PerpetratorAnswers:
    known = {
        "key": str(row.id),
        "name": row.name,
        "relationship": row.relationship,
        **(row.details or {}),
    }
    return cast("PerpetratorAnswers", answered(known))


def _picked(given: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any] | None:
    return {name: given[name] for name in names if name in given} or None
