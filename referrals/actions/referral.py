"""Sending a referral, and recording what came of it."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.staff import Staff
from audit.events import Event
from audit.ledger import record
from casework.actions.course import hold, require_same_partner
from casework.actions.draft import DraftOf, end_draft
from casework.models import Case
from casework.models.draft import Paper
from referrals.consent import covering_consent
from referrals.errors import (
    InstitutionNotStanding,
    NothingChosen,
    ReferralRevoked,
    StepNotPossible,
)
from referrals.letters import letter_pdf
from referrals.models import Office, Referral, ReferralStep
from referrals.models.referral import AWAITING_ANSWER, ReferralState
from referrals.packet import packet_of


@transaction.atomic
def send_referral(
    case: Case,
    *,
    office: Office,
    purpose: str,
    facts: Sequence[str],
    medium: str,
    sent_on: date | None = None,
    by: Staff,
) -> Referral:
    """Send exactly these facts (codes of ``Fact``) to the office, on a consent that covers them.

    ``sent_on`` is the day it was handed over, when that was before today. Raises CaseIsClosed,
    NothingChosen, InstitutionNotStanding or ConsentDoesNotCover.
    """
    day = sent_on or timezone.localdate()
    hold(case, by=by)
    if not facts:
        raise NothingChosen
    if not office.institution.stands_on(day):
        raise InstitutionNotStanding
    consent = covering_consent(case, institution=office.institution, facts=facts, day=day)
    referral = Referral.objects.create(
        partner_id=case.partner_id,
        case=case,
        created_by=by.user,
        office=office,
        consent=consent,
        medium=medium,
        facts=list(facts),
        sent_on=day,
        state_changed_at=timezone.now(),
        purpose=purpose,
        packet=packet_of(case, facts),
    )
    _add_step(referral, state=ReferralState.SENT, happened_on=day, note="", by=by)
    end_draft(draft_of_referral(case), by=by)
    record(
        Event.DEED,
        partner_id=case.partner_id,
        subject_id=case.id,
        target=referral,
        deed="send_referral",
        details={"institution": office.institution.code, "facts": list(facts)},
    )
    return referral


def draft_of_referral(case: Case) -> DraftOf:
    """What is being written when a referral is being prepared."""
    return DraftOf(case, Paper.REFERRAL)


@transaction.atomic
def advance_referral(
    referral: Referral, *, state: ReferralState, happened_on: date, note: str, by: Staff
) -> ReferralStep:
    """Record that the referral came to a state; raises StepNotPossible when it cannot follow."""
    require_same_partner(referral.case, by=by)
    standing = Referral.objects.select_for_update().get(pk=referral.pk)
    if state not in standing.next_states or happened_on < standing.sent_on:
        raise StepNotPossible
    if standing.state in AWAITING_ANSWER and state not in AWAITING_ANSWER:
        standing.answered_on = happened_on
    standing.state = state
    standing.state_changed_at = timezone.now()
    standing.version += 1
    standing.save()
    step = _add_step(standing, state=state, happened_on=happened_on, note=note, by=by)
    record(
        Event.DEED,
        partner_id=standing.partner_id,
        subject_id=standing.case_id,
        target=standing,
        deed="advance_referral",
        details={"state": str(state)},
    )
    return step


@transaction.atomic
def print_letter(referral: Referral, *, by: Staff) -> bytes:
    """The letter as a PDF, with the packet's facts and no other: to print it is to tell them again.

    Raises ReferralRevoked, or ConsentDoesNotCover when she has taken back what it rests on.
    """
    require_same_partner(referral.case, by=by)
    if referral.state == ReferralState.REVOKED:
        raise ReferralRevoked
    institution, today = referral.office.institution, timezone.localdate()
    covering_consent(referral.case, institution=institution, facts=referral.facts, day=today)
    record(
        Event.PRINTED,
        partner_id=referral.partner_id,
        subject_id=referral.case_id,
        target=referral,
        deed="print_letter",
    )
    return letter_pdf(referral)


def _add_step(
    referral: Referral, *, state: ReferralState, happened_on: date, note: str, by: Staff
) -> ReferralStep:
    step = ReferralStep(
        partner_id=referral.partner_id,
        case_id=referral.case_id,
        created_by=by.user,
        referral=referral,
        state=state,
        happened_on=happened_on,
        note=note,
    )
    step.save(force_insert=True)
    return step
