"""Saves what was told as rows in clear, a form's answers to a table each."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Partner, User
from casework.models.consent import ConsentPurpose
from config.bench.plain import models
from vault.names import mask, search_value

Told = Mapping[str, Any]


def looks_known(partner: Partner, told: Told) -> bool:
    """Whether somebody of the partner has this name, card or telephone."""
    who = told.get("survivor", {})
    name = search_value(*_names(who))
    listed = models.Listing.objects.filter(partner=partner)
    if name and listed.filter(search_value__contains=name).exists():
        return True
    phone = told["safe_contact"].get("phone", "")
    contacts = models.SafeContact.objects.filter(partner=partner)
    return bool(phone) and contacts.filter(phone=phone).exists()


@transaction.atomic
def save_case(partner: Partner, user: User, told: Told, *, is_quick: bool) -> Any:
    """The survivor, her case, and what hangs on it."""
    case = _case(_survivor(partner, told.get("survivor", {})), user, told, is_quick=is_quick)
    own = {"partner": partner, "case": case, "created_by": user}
    models.CaseMember.objects.create(partner=partner, case=case, user=user)
    models.Consent.objects.bulk_create(_consents(own, told["consent"], is_quick=is_quick))
    models.SafeContact.objects.create(**own, **_kept(models.SafeContact, told["safe_contact"]))
    for each in told.get("incidents", {}).get("incidents", []):
        incident = models.Incident.objects.create(**own, **_kept(models.Incident, each))
        for one in each.get("perpetrators", []):
            kept = _kept(models.AllegedPerpetrator, one)
            models.AllegedPerpetrator.objects.create(**own, incident=incident, **kept)
    models.RiskAssessment.objects.create(
        **own, assessed_on=timezone.localdate(), **_kept(models.RiskAssessment, told["risk"])
    )
    kinds = told.get("needs", {}).get("kinds", [])
    models.Need.objects.bulk_create(models.Need(**own, kind=kind) for kind in kinds)
    return case


def _survivor(partner: Partner, who: Told) -> Any:
    survivor = models.Survivor.objects.create(
        partner=partner, profile=dict(who), **_kept(models.Survivor, who)
    )
    models.Dependant.objects.bulk_create(
        models.Dependant(partner=partner, survivor=survivor, **_kept(models.Dependant, each))
        for each in who.get("dependants", [])
    )
    chosen, given, first, second = _names(who)
    models.Listing.objects.create(
        partner=partner,
        survivor=survivor,
        masked_name=mask(given or chosen, first or second),
        search_value=search_value(chosen, given, first, second),
    )
    return survivor


def _case(survivor: Any, user: User, told: Told, *, is_quick: bool) -> Any:
    return models.Case.objects.create(
        partner=survivor.partner,
        survivor=survivor,
        responsible=user,
        opened_at=timezone.now(),
        risk_level=told["risk"]["level"],
        municipality=survivor.municipality,
        is_quick=is_quick,
        opening_notes=told.get("needs", {}).get("immediate_notes", ""),
        **_kept(models.Case, told.get("needs", {})),
    )


def _consents(own: dict[str, Any], given: Told, *, is_quick: bool) -> list[Any]:
    purposes = given.get("purposes", [])
    asked = purposes if is_quick else ConsentPurpose.values
    kept = {"given_on": timezone.localdate(), **_kept(models.Consent, given)}
    return [
        models.Consent(**own, purpose=purpose, is_granted=purpose in purposes, **kept)
        for purpose in asked
    ]


def _kept(model: Any, answers: Told) -> dict[str, Any]:
    """The answers that are columns of this table."""
    columns = {field.name for field in model._meta.concrete_fields}
    return {name: value for name, value in answers.items() if name in columns}


def _names(who: Told) -> tuple[str, str, str, str]:
    chosen, given = who.get("chosen_name", ""), who.get("given_names", "")
    return chosen, given, who.get("first_surname", ""), who.get("second_surname", "")
