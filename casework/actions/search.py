"""Looking for somebody: by name, by code, by what points at the same woman."""

import re

from django.db import transaction

from accounts.access import require
from accounts.permissions import Permission
from accounts.staff import Staff
from audit.events import Event
from audit.ledger import record
from casework.access import cases_for
from casework.answers import IntakeAnswers
from casework.codes import ALPHABET
from casework.duplicates import Match, Traces, find, named_like
from casework.models import Case
from casework.models.case import CaseQuerySet

MOST_FOUND = 50
CODE = re.compile(f"([{ALPHABET}]{{4}})[ -]?([{ALPHABET}]{{4}})")


@transaction.atomic
def search_cases(text: str, *, by: Staff) -> list[Case]:
    """Her partner's cases with this code or part of a name, the newest first, fifty at most.

    The trail says that she searched and how many were found, never what.
    """
    require(by, Permission.SEE_CASES)
    found = list(_matching(cases_for(by).for_list(), text.strip(), by=by)[:MOST_FOUND])
    _record("search_cases", by, len(found))
    return found


@transaction.atomic
def look_for_duplicates(answers: IntakeAnswers, *, by: Staff) -> list[Match]:
    """Who of her partner may be the woman of an intake; the trail says that she looked."""
    require(by, Permission.OPEN_CASE)
    matches = find(by, Traces.of(answers.get("survivor", {}), answers.get("safe_contact", {})))
    _record("look_for_duplicates", by, len(matches))
    return matches


def _matching(cases: CaseQuerySet, text: str, *, by: Staff) -> CaseQuerySet:
    if code := CODE.fullmatch(text.upper()):
        return cases.filter(code="-".join(code.groups()))
    if by.partner_id is None:
        return cases.none()
    named = named_like(by.partner_id, text)
    return cases.filter(survivor__listing__in=named).newest_first()


def _record(deed: str, by: Staff, found: int) -> None:
    record(Event.SEARCHED, partner_id=by.partner_id, deed=deed, details={"found": found})
