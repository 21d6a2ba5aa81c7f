"""Puts chosen facts of a case into words for one recipient, and nothing that was not chosen."""

from collections.abc import Callable, Sequence

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import catalogue
from casework.models import AllegedPerpetrator, Case, Incident
from referrals.models.referral import Fact


def packet_of(case: Case, facts: Sequence[str]) -> dict[str, str]:
    """Fact code → text, in the order of ``Fact``; a fact the case does not hold says so.

    In Spanish, whatever language is on the screen: it is what the office reads.
    """
    chosen = [fact for fact in Fact if fact in facts]
    with translation.override("es"):
        return {fact.value: WORDS[fact](case) or _("Sin dato") for fact in chosen}


def _name(case: Case) -> str:
    return case.survivor.full_name


def _identity_card(case: Case) -> str:
    document = case.survivor.identity_document or {}
    number = str(document.get("number", ""))
    complement = str(document.get("complement", ""))
    return f"{number}-{complement}" if complement else number


def _age(case: Case) -> str:
    age = case.survivor.age_on(timezone.localdate())
    return "" if age is None else _years(age)


def _years(age: int) -> str:
    return ngettext("%(age)d año", "%(age)d años", age) % {"age": age}


def _municipality(case: Case) -> str:
    code = case.survivor.municipality
    return catalogue.municipality(code).short_name if code else ""


def _languages(case: Case) -> str:
    spoken = (case.survivor.profile or {}).get("languages", [])
    words = [str(catalogue.label("idioma", code)) for code in spoken]
    if case.survivor.needs_interpreter:
        words.append(_("necesita intérprete"))
    return ", ".join(words)


def _safe_phone(case: Case) -> str:
    contact = case.safecontacts.first()
    return contact.phone if contact and contact.is_phone_allowed else ""


def _contact_rules(case: Case) -> str:
    contact = case.safecontacts.first()
    if contact is None:
        return ""
    if contact.she_will_contact_us:
        return _("No llamar: ella se comunicará.")
    parts = (contact.hours, contact.what_to_say, contact.who_may_answer, contact.other_way)
    return ". ".join(part for part in parts if part)


def _violence_types(case: Case) -> str:
    types = {code for incident in case.incidents.all() for code in incident.violence_types}
    return ", ".join(str(term.label) for term in catalogue.violence_types() if term.code in types)


def _when_and_where(case: Case) -> str:
    return "\n".join(filter(None, map(_moment_and_place, case.incidents.all())))


def _moment_and_place(incident: Incident) -> str:
    when = incident.happened_approximately
    if incident.happened_on:
        when = formats.date_format(incident.happened_on, "SHORT_DATE_FORMAT")
    where = (
        catalogue.municipality(incident.municipality).short_name if incident.municipality else ""
    )
    return ", ".join(part for part in (when, where, incident.place_detail) if part)


def _narrative(case: Case) -> str:
    told = (incident.narrative for incident in case.incidents.all())
    return "\n\n".join(text for text in told if text)


def _perpetrator(case: Case) -> str:
    return "\n".join(map(_named_with_relationship, case.allegedperpetrators.all()))


def _named_with_relationship(perpetrator: AllegedPerpetrator) -> str:
    relationship = ""
    if perpetrator.relationship:
        relationship = str(catalogue.label("relacion_agresor", perpetrator.relationship))
    return ", ".join(part for part in (perpetrator.name, relationship) if part)


def _risk(case: Case) -> str:
    return str(case.get_risk_level_display())


def _needs(case: Case) -> str:
    return ", ".join(str(need.get_kind_display()) for need in case.needs.filter(met_on=None))


def _dependants(case: Case) -> str:
    ages = [dependant.age for dependant in case.survivor.dependants.all()]
    known = ", ".join(_years(age) for age in ages if age is not None)
    count = len(ages)
    if not count:
        return ""
    people = ngettext("%(count)d persona a su cargo", "%(count)d personas a su cargo", count) % {
        "count": count
    }
    return f"{people} ({known})" if known else people


WORDS: dict[Fact, Callable[[Case], str]] = {
    Fact.NAME: _name,
    Fact.IDENTITY_CARD: _identity_card,
    Fact.AGE: _age,
    Fact.MUNICIPALITY: _municipality,
    Fact.LANGUAGES: _languages,
    Fact.SAFE_PHONE: _safe_phone,
    Fact.CONTACT_RULES: _contact_rules,
    Fact.VIOLENCE_TYPES: _violence_types,
    Fact.WHEN_AND_WHERE: _when_and_where,
    Fact.NARRATIVE: _narrative,
    Fact.PERPETRATOR: _perpetrator,
    Fact.RISK: _risk,
    Fact.NEEDS: _needs,
    Fact.DEPENDANTS: _dependants,
}
