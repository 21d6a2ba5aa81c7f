"""What she needs now, how she came, and whether she wants to go to the law."""

from typing import cast

from django.utils import timezone

from accounts.staff import Staff
from casework.answers import NeedsAnswers, answered
from casework.models import Case, Need


def fill_case(case: Case, answers: NeedsAnswers) -> None:
    """What stands on the case itself."""
    case.entry_channel = answers.get("entry_channel", "")
    case.wants_legal_action = answers.get("wants_legal_action", "")
    case.opening_notes = answers.get("immediate_notes", "")


def new_needs(case: Case, answers: NeedsAnswers, *, by: Staff) -> list[Need]:
    """One for each thing she named."""
    return [_need(case, kind, by) for kind in answers.get("kinds", [])]


def read(case: Case) -> NeedsAnswers:
    """What she still needs, and how she came."""
    known = {
        "kinds": [row.kind for row in _needs(case) if row.met_on is None],
        "immediate_notes": case.opening_notes,
        "wants_legal_action": case.wants_legal_action,
        "entry_channel": case.entry_channel,
    }
    return cast("NeedsAnswers", answered(known))


def version(case: Case) -> str:
    """The case's own, and which needs are open."""
    return f"{case.version}.{'-'.join(sorted(row.kind for row in _needs(case) if not row.met_on))}"


def change(case: Case, answers: NeedsAnswers, *, by: Staff) -> None:
    """A need named again is open again; one no longer named has been met."""
    fill_case(case, answers)
    case.version += 1
    case.save(
        update_fields=["entry_channel", "wants_legal_action", "opening_notes_sealed", "version"]
    )
    named = answers.get("kinds", [])
    known = {row.kind: row for row in _needs(case)}
    for row in known.values():
        met_on = None if row.kind in named else row.met_on or timezone.localdate()
        if met_on != row.met_on:
            row.met_on = met_on
            row.save(update_fields=["met_on"])
    for kind in named:
        if kind not in known:
            _need(case, kind, by).save()


def _needs(case: Case) -> list[Need]:
    return list(Need.objects.filter(case=case).order_by("id"))


def _need(case: Case, kind: str, by: Staff) -> Need:
    return Need(partner_id=case.partner_id, case=case, created_by=by.user, kind=kind)
