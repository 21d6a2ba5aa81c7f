"""Intakes before they are cases: begun, answered section by section, discarded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias, cast

from django.db import transaction
from django.utils import timezone

from accounts.access import require
from accounts.permissions import Permission
from accounts.staff import Staff
from audit.events import Event
from audit.ledger import record
from audit.refusals import refuse
from casework.answers import IntakeAnswers
from casework.errors import AlreadyOpened, ChangedMeanwhile
from casework.models import Case, Intake, IntakeSection
from vault.compartments import Compartment
from vault.keychain import keychain

# What pages hold in their hands: they import no models.
Begun: TypeAlias = Intake

# What she is looked for by stands in these: whoever changes them has to look again.
TRACED = frozenset({"survivor", "safe_contact"})


@transaction.atomic
def start_intake(*, by: Staff) -> Intake:
    """A new intake with its own key."""
    require(by, Permission.OPEN_CASE)
    if by.partner is None:
        refuse(reason="no_partner")
    intake = Intake.objects.create(partner=by.partner, opened_by=by.user)
    keychain().create(intake.partner_id, intake.id, [Compartment.INTAKE])
    _record("start_intake", intake)
    return intake


@transaction.atomic
def save_section(
    intake: Intake, name: str, answers: Mapping[str, Any], *, version: str, by: Staff
) -> IntakeSection:
    """Keep a section's answers and forget its draft.

    ``version`` is what was shown ("0" for a section never saved); raises ChangedMeanwhile when it
    has been saved since, AlreadyOpened when the intake is over.
    """
    held = hold(intake, by=by)
    section = _section(held, name)
    if str(section.version) != version:
        raise ChangedMeanwhile
    section.answers, section.saved_at = dict(answers), timezone.now()
    section.draft, section.drafted_at = None, None
    section.version += 1
    section.save()
    if name in TRACED:
        held.duplicates_seen_at = None
    held.save(update_fields=["touched_at", "duplicates_seen_at"])
    _record("save_intake_section", intake, section=name)
    return section


@transaction.atomic
def save_draft(
    intake: Intake,
    name: str,
    draft: Mapping[str, list[str]],
    *,
    said: Mapping[str, Any] | None = None,
    by: Staff,
) -> None:
    """Keep what is being typed, beside what was saved; raises AlreadyOpened.

    ``said`` is what it would answer, None while it cannot be read. A draft that says no more
    than what was saved is kept, but does not stand in the way of opening the case.
    """
    section = _section(hold(intake, by=by), name)
    section.draft = dict(draft)
    is_news = not section.passes("answers", lambda saved: said == (saved or {}))
    section.drafted_at = timezone.now() if is_news else None
    section.save()


@transaction.atomic
def forget_draft(intake: Intake, name: str, *, by: Staff) -> None:
    """Give up what was typed and not saved; raises AlreadyOpened."""
    held = hold(intake, by=by)
    section = _section(held, name)
    section.draft, section.drafted_at = None, None
    section.save()
    _record("forget_draft", held, section=name)


@transaction.atomic
def tell_apart(intake: Intake, *, by: Staff) -> None:
    """She looked at those who may be the same woman: it is somebody else."""
    held = hold(intake, by=by)
    held.duplicates_seen_at, held.survivor = timezone.now(), None
    held.save(update_fields=["duplicates_seen_at", "survivor", "touched_at"])
    _record("tell_apart", held)


@transaction.atomic
def recognise(intake: Intake, *, case: Case, by: Staff) -> None:
    """She is the woman of this case: the intake becomes another case of hers."""
    if case.partner_id != intake.partner_id:
        refuse(partner_id=case.partner_id, subject_id=case.id, reason="not_her_partner")
    held = hold(intake, by=by)
    held.duplicates_seen_at, held.survivor = timezone.now(), case.survivor
    held.save(update_fields=["duplicates_seen_at", "survivor", "touched_at"])
    _record("recognise", held, case=case.code)


@transaction.atomic
def discard_intake(intake: Intake, *, by: Staff) -> None:
    """Give the intake up: what was told is unreadable from now on."""
    held = hold(intake, by=by)
    finish(held)
    _record("discard_intake", held)


def hold(intake: Intake, *, by: Staff) -> Intake:
    """The intake, locked until the deed is done; raises AlreadyOpened when it is over."""
    require(by, Permission.OPEN_CASE)
    return lasting(Intake.objects.select_for_update().get(pk=intake.pk, opened_by_id=by.user.id))


def lasting(intake: Intake) -> Intake:
    """The intake; raises AlreadyOpened when it is over."""
    if intake.finished_at is not None:
        raise AlreadyOpened(intake.case.code if intake.case else "")
    return intake


def finish(intake: Intake) -> None:
    """End an intake: its sections go, and the key that opened them and their history."""
    intake.sections.all().delete()
    keychain().destroy(intake.id)
    intake.finished_at = timezone.now()
    intake.save()


@dataclass(frozen=True)
class SectionInHand:
    """A section as its page shows it; ``version`` "0" was never saved."""

    answers: Mapping[str, Any]
    draft: Mapping[str, list[str]] | None = None
    version: str = "0"
    drafted_at: datetime | None = None


def section_of(intake: Intake, name: str) -> SectionInHand:
    """What was saved of a section, and what is being typed."""
    section = intake.sections.filter(name=name).first()
    if section is None:
        return SectionInHand(answers={})
    return SectionInHand(
        answers=section.answers or {},
        draft=section.draft,
        version=str(section.version),
        drafted_at=section.drafted_at,
    )


def sections_of(intake: Intake) -> dict[str, IntakeSection]:
    """The sections that were begun, by name."""
    return {section.name: section for section in intake.sections.all()}


def answers_of(intake: Intake) -> IntakeAnswers:
    """Everything that was saved."""
    saved = {
        name: section.answers
        for name, section in sections_of(intake).items()
        if section.saved_at is not None
    }
    return cast("IntakeAnswers", saved)


def _section(intake: Intake, name: str) -> IntakeSection:
    """The section to write into; a new one has version 0."""
    found = intake.sections.select_for_update().filter(name=name).first()
    return found or IntakeSection(partner_id=intake.partner_id, intake=intake, name=name, version=0)


def _record(deed: str, intake: Intake, **details: str) -> None:
    record(
        Event.DEED,
        partner_id=intake.partner_id,
        subject_id=intake.id,
        target=intake,
        deed=deed,
        details=dict(details),
    )
