"""Consent: one row for each purpose; a change withdraws the old row and adds a new one."""

from collections.abc import Iterable
from datetime import date
from typing import cast

from django.utils import timezone

from accounts.staff import Staff
from casework.actions.exceptions import end_what_rests_on
from casework.answers import ConsentAnswers, answered
from casework.models import Case, Consent
from casework.models.consent import ConsentPurpose

SHARED = ("fact_categories", "manner", "language", "given_on", "ends_on", "witness", "notes")


def new_consents(
    case: Case,
    answers: ConsentAnswers,
    *,
    asked: Iterable[str] = ConsentPurpose.values,
    by: Staff,
) -> list[Consent]:
    """Her yes or no to each purpose she was asked about."""
    granted = answers.get("purposes", [])
    return [_consent(case, purpose, purpose in granted, answers, by) for purpose in asked]


def read(case: Case) -> ConsentAnswers:
    """What she allows now. The rows say the same of how and when; the latest yes is asked."""
    standing = _standing(case)
    if not standing:
        return {}
    latest = next((row for row in reversed(standing) if row.is_granted), standing[-1])
    known = {
        "purposes": [row.purpose for row in standing if row.is_granted],
        **{name: getattr(latest, name) for name in SHARED},
        "given_on": latest.given_on.isoformat(),
        "ends_on": latest.ends_on.isoformat() if latest.ends_on else None,
    }
    return cast("ConsentAnswers", answered(known))


def version(case: Case) -> str:
    """Rows are only ever withdrawn and added."""
    return "-".join(str(row.id) for row in _standing(case)[-1:])


def change(case: Case, answers: ConsentAnswers, *, by: Staff) -> None:
    """Replaces the rows that say something else now; what rested on them ends with them."""
    standing = {row.purpose: row for row in _standing(case)}
    for wanted in new_consents(case, answers, by=by):
        present = standing.get(wanted.purpose)
        if present is not None and _says_the_same(present, wanted):
            continue
        if present is not None:
            present.withdrawn_at = timezone.now()
            present.save(update_fields=["withdrawn_at"])
            end_what_rests_on([present], by=by.user)
        wanted.save()


def _standing(case: Case) -> list[Consent]:
    return list(Consent.objects.filter(case=case, withdrawn_at__isnull=True).order_by("id"))


def _says_the_same(one: Consent, other: Consent) -> bool:
    if one.is_granted != other.is_granted:
        return False
    return not one.is_granted or all(
        getattr(one, column) == getattr(other, column) for column in SHARED
    )


def _consent(
    case: Case,
    purpose: str,
    is_granted: bool,  # noqa: FBT001  # the answer itself
    answers: ConsentAnswers,
    by: Staff,
) -> Consent:
    today = timezone.localdate().isoformat()
    ends_on = answers.get("ends_on")
    return Consent(
        partner_id=case.partner_id,
        case=case,
        created_by=by.user,
        purpose=purpose,
        is_granted=is_granted,
        fact_categories=answers.get("fact_categories", []) if is_granted else [],
        manner=answers.get("manner", ""),
        language=answers.get("language", ""),
        given_on=date.fromisoformat(answers.get("given_on", today)),
        ends_on=date.fromisoformat(ends_on) if ends_on else None,
        witness=answers.get("witness", ""),
        notes=answers.get("notes", ""),
    )
