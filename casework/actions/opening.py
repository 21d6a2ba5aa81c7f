"""Opening a case: from a finished intake, or from the few answers of a quick one."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from accounts.access import require
from accounts.permissions import Permission
from accounts.staff import Staff
from audit.bulk import create_all
from audit.events import Event
from audit.ledger import record
from casework.actions.intake import answers_of, finish, hold
from casework.actions.new_case import blank_case, rows_of_case, rows_of_survivor
from casework.actions.search import look_for_duplicates
from casework.actions.sections import survivor
from casework.answers import IntakeAnswers
from casework.digests import phone_digest
from casework.errors import ConsentMissing, DraftsUnsaved, DuplicatesUnseen, SectionsMissing
from casework.models import Case, Intake, Survivor
from casework.models.consent import ConsentPurpose
from casework.models.intake import SectionName
from vault.compartments import Compartment
from vault.keychain import keychain

NEEDED = (SectionName.CONSENT, SectionName.SAFE_CONTACT, SectionName.RISK)


@transaction.atomic
def open_case(intake: Intake, *, first_seen_on: date | None = None, by: Staff) -> Case:
    """Make the case of an intake, with everything that was told; the intake's key is destroyed.

    ``first_seen_on`` is the day she was first attended, when that was before today. Raises
    AlreadyOpened, DraftsUnsaved, SectionsMissing, ConsentMissing, or DuplicatesUnseen when
    somebody who may be the same woman was not looked at yet.
    """
    held = hold(intake, by=by)
    if held.sections.filter(drafted_at__isnull=False).exists():
        raise DraftsUnsaved
    answers = answers_of(held)
    refuse_incomplete(answers)
    if held.duplicates_seen_at is None:
        refuse_unseen(answers, by=by)
    who = held.survivor or Survivor(partner=by.partner)
    case = blank_case(who, answers, first_seen_on=first_seen_on, by=by)
    _make(case, answers, is_known=held.survivor is not None, by=by)
    held.case = case
    finish(held)
    return case


@transaction.atomic
def open_quick_case(
    answers: IntakeAnswers,
    *,
    seen: Collection[str] = (),
    first_seen_on: date | None = None,
    by: Staff,
) -> Case:
    """Make a case of the few answers there was time for; what is missing is completed in it.

    ``seen`` are the codes of the cases she looked at and found to be other women's;
    ``first_seen_on`` as in `open_case`. Raises SectionsMissing, ConsentMissing or
    DuplicatesUnseen.
    """
    require(by, Permission.OPEN_CASE)
    refuse_incomplete(answers)
    refuse_unseen(answers, seen=seen, by=by)
    who = Survivor(partner=by.partner)
    case = blank_case(who, answers, is_quick=True, first_seen_on=first_seen_on, by=by)
    _make(case, answers, is_known=False, by=by)
    return case


def refuse_incomplete(answers: IntakeAnswers) -> None:
    """Raises SectionsMissing or ConsentMissing."""
    if not all(name.value in answers for name in NEEDED):
        raise SectionsMissing
    if ConsentPurpose.SERVICES not in answers["consent"].get("purposes", []):
        raise ConsentMissing


def refuse_unseen(answers: IntakeAnswers, *, seen: Collection[str] = (), by: Staff) -> None:
    """Raises DuplicatesUnseen when somebody not among those seen may be the same woman."""
    matches = look_for_duplicates(answers, by=by)
    if any(match.case.code not in seen for match in matches):
        raise DuplicatesUnseen(matches)


def _make(case: Case, answers: IntakeAnswers, *, is_known: bool, by: Staff) -> None:
    who, keys = case.survivor, [(case.id, Compartment.CASE)]
    if is_known:
        keychain().create_each(case.partner_id, keys)
        _complete_survivor(who, answers)
        create_all(rows_of_case(case, answers, by=by), why="open_case")
    else:
        keychain().create_each(case.partner_id, [*keys, (who.id, Compartment.IDENTITY)])
        rows = [*rows_of_survivor(who, answers), *rows_of_case(case, answers, by=by)]
        create_all(rows, why="open_case")
    record(
        Event.DEED,
        partner_id=case.partner_id,
        subject_id=case.id,
        target=case,
        deed="open_case",
        details={"risk": case.risk_level, "quick": int(case.is_quick), "known": int(is_known)},
    )


def _complete_survivor(who: Survivor, answers: IntakeAnswers) -> None:
    """What she told now over what was known of her; her latest number finds her from now on."""
    known = survivor.read_survivor(who)
    survivor.change_survivor(who, survivor.merged(known, answers.get("survivor", {})))
    if phone := answers["safe_contact"].get("phone"):
        listing = who.listing
        listing.phone_digest = phone_digest(who.partner_id, phone)
        listing.save(update_fields=["phone_digest"])
