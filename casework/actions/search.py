"""Looking for somebody: by name, by number, by code, by what points at the same woman."""

import re
from uuid import UUID

from django.db import transaction
from django.db.models import F

from accounts.access import require
from accounts.permissions import Permission
from accounts.staff import Staff
from audit.events import Event
from audit.ledger import record
from casework.access import cases_for
from casework.answers import IntakeAnswers
from casework.codes import ALPHABET
from casework.duplicates import Match, Traces, find, named_like, numbered
from casework.models import Case
from casework.models.case import CaseQuerySet
from vault.keychain import keychain

MOST_FOUND = 50
CODE = re.compile(f"([{ALPHABET}]{{4}})[ -]?([{ALPHABET}]{{4}})")
NUMBER = re.compile(r"[+]?[0-9][0-9 .()/-]{3,}[0-9A-Za-z]?")


@transaction.atomic
def search_cases(query: str, *, by: Staff) -> list[Case]:
    """Her partner's cases that the query finds, the newest first, fifty at most.

    A query is a case's code, an identity card or telephone number, or a part of a name. The
    trail says that she searched and how many were found, never what.
    """
    require(by, Permission.SEE_CASES)
    cases = cases_for(by).defer("opening_notes_sealed")
    listed = cases.annotate(responsible_name=F("responsible__full_name"))
    found = list(_matching(listed, query.strip(), by.partner_id)[:MOST_FOUND])
    _record("search_cases", by, len(found))
    return found


def unreadable_found() -> int:
    """How many entries a search could not read just now; each is on the trail as damaged."""
    return keychain().damage_found()


@transaction.atomic
def look_for_duplicates(answers: IntakeAnswers, *, by: Staff) -> list[Match]:
    """Who of her partner may be the woman of an intake; the trail says that she looked."""
    require(by, Permission.OPEN_CASE)
    matches = find(by, Traces.of(answers.get("survivor", {}), answers.get("safe_contact", {})))
    _record("look_for_duplicates", by, len(matches))
    return matches


def _matching(cases: CaseQuerySet, query: str, partner_id: UUID | None) -> CaseQuerySet:
    if code := CODE.fullmatch(query.upper()):
        return cases.filter(code="-".join(code.groups()))
    if partner_id is None:
        return cases.none()
    if NUMBER.fullmatch(query):
        return cases.filter(survivor__in=numbered(partner_id, query)).newest_first()
    return cases.filter(survivor__listing__in=named_like(partner_id, query)).newest_first()


def _record(deed: str, by: Staff, found: int) -> None:
    record(Event.SEARCHED, partner_id=by.partner_id, deed=deed, details={"found": found})
