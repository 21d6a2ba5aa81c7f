"""The rows of a new case, not yet stored: parts of the deed that opens one.

``blank_case`` seals nothing, so that the keys can be made for what it names; the rest needs them.
"""

from datetime import date, datetime, time

from django.db.models import Model
from django.utils import timezone

from accounts.staff import Staff
from casework.actions.sections import consent, incidents, needs, risk, safe_contact, survivor
from casework.answers import IntakeAnswers
from casework.digests import phone_digest
from casework.models import Case, CaseMember, Listing, Survivor
from casework.models.consent import ConsentPurpose
from casework.models.intake import SectionName

LEFT_BY_QUICK = [name.value for name in SectionName if name != SectionName.RISK]


def blank_case(
    who: Survivor,
    answers: IntakeAnswers,
    *,
    is_quick: bool = False,
    first_seen_on: date | None = None,
    by: Staff,
) -> Case:
    """The case itself, begun now or on the day she was first attended."""
    return Case(
        partner_id=who.partner_id,
        survivor=who,
        responsible=by.user,
        opened_at=_moment_of(first_seen_on),
        risk_level=answers["risk"]["level"],
        is_quick=is_quick,
        sections_to_complete=LEFT_BY_QUICK if is_quick else [],
    )


def rows_of_survivor(who: Survivor, answers: IntakeAnswers) -> list[Model]:
    """Her identity, what lists know of her, and those in her care."""
    told = answers.get("survivor", {})
    survivor.fill(who, told)
    listing = Listing(partner_id=who.partner_id, survivor=who)
    survivor.fill_listing(listing, told)
    listing.phone_digest = phone_digest(who.partner_id, answers["safe_contact"].get("phone", ""))
    return [who, listing, *survivor.new_dependants(who, told)]


def rows_of_case(case: Case, answers: IntakeAnswers, *, by: Staff) -> list[Model]:
    """The case and what hangs on it, what is pointed at before what points."""
    needs.fill_case(case, answers.get("needs", {}))
    case.municipality = case.survivor.municipality
    told = answers.get("incidents", {})
    happened = incidents.new_incidents(case, told, by=by)
    given = answers["consent"]
    asked = given.get("purposes", []) if case.is_quick else ConsentPurpose.values
    return [
        case,
        CaseMember(partner_id=case.partner_id, case=case, user=by.user),
        *consent.new_consents(case, given, asked=asked, by=by),
        safe_contact.new_contact(case, answers["safe_contact"], by=by),
        *happened,
        *(
            perpetrator
            for incident, each in zip(happened, told.get("incidents", []), strict=True)
            for perpetrator in incidents.new_perpetrators(incident, each, by=by)
        ),
        risk.new_assessment(case, answers["risk"], day=timezone.localdate(case.opened_at), by=by),
        *needs.new_needs(case, answers.get("needs", {}), by=by),
    ]


def _moment_of(day: date | None) -> datetime:
    """Noon of an earlier day; otherwise now."""
    if day is None or day >= timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(day, time(12)))
