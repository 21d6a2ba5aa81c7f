"""Opening a case: from a finished intake, or from the few answers of a quick one."""

from collections.abc import Collection, Iterable
from itertools import groupby

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts.access import require
from accounts.permissions import Permission
from accounts.staff import Staff
from audit.bulk import bulk_create
from audit.events import Event
from audit.ledger import record
from casework.actions.intake import answers_of, finish, hold
from casework.actions.search import look_for_duplicates
from casework.actions.sections import consent, incidents, needs, risk, safe_contact, survivor
from casework.answers import IntakeAnswers
from casework.digests import phone_digest
from casework.errors import ConsentMissing, DuplicatesUnseen, SectionsMissing
from casework.models import Case, CaseMember, Intake, Listing, Survivor
from casework.models.consent import ConsentPurpose
from casework.models.intake import SectionName
from vault.compartments import Compartment
from vault.keychain import keychain

NEEDED = (SectionName.CONSENT, SectionName.SAFE_CONTACT, SectionName.RISK)
LEFT_BY_QUICK = [name.value for name in SectionName if name != SectionName.RISK]


@transaction.atomic
def open_case(intake: Intake, *, by: Staff) -> Case:
    """Make the case of an intake, with everything that was told; the intake's key is destroyed.

    Raises AlreadyOpened, SectionsMissing, ConsentMissing, or DuplicatesUnseen when somebody who
    may be the same woman was not looked at yet.
    """
    held = hold(intake, by=by)
    answers = answers_of(held)
    refuse_incomplete(answers)
    if held.duplicates_seen_at is None:
        refuse_unseen(answers, by=by)
    case = _make(answers, known=held.survivor, by=by)
    held.case = case
    finish(held)
    return case


@transaction.atomic
def open_quick_case(answers: IntakeAnswers, *, seen: Collection[str] = (), by: Staff) -> Case:
    """Make a case of the few answers there was time for; what is missing is completed in it.

    ``seen`` are the codes of the cases she looked at and found to be other women's. Raises
    SectionsMissing, ConsentMissing or DuplicatesUnseen.
    """
    require(by, Permission.OPEN_CASE)
    refuse_incomplete(answers)
    refuse_unseen(answers, seen=seen, by=by)
    return _make(answers, is_quick=True, by=by)


def refuse_incomplete(answers: IntakeAnswers) -> None:
    """Raises SectionsMissing or ConsentMissing."""
    if not all(name.value in answers for name in NEEDED):
        raise SectionsMissing
    if ConsentPurpose.SERVICES not in answers["consent"].get("purposes", []):
        raise ConsentMissing


def refuse_unseen(answers: IntakeAnswers, *, seen: Collection[str] = (), by: Staff) -> None:
    """Raises DuplicatesUnseen when somebody not among those seen may be the same woman."""
    if any(match.case.code not in seen for match in look_for_duplicates(answers, by=by)):
        raise DuplicatesUnseen


def _make(
    answers: IntakeAnswers, *, known: Survivor | None = None, is_quick: bool = False, by: Staff
) -> Case:
    who = known or Survivor(partner=by.partner)
    case = _new_case(who, answers, is_quick=is_quick, by=by)
    if known is None:
        _store(_new_survivor(who, answers))
    else:
        _complete_survivor(case, answers, by=by)
    case.municipality = who.municipality
    _store(_rows_of(case, answers, is_quick=is_quick, by=by))
    record(
        Event.DEED,
        partner_id=case.partner_id,
        subject_id=case.id,
        target=case,
        deed="open_case",
        details={"risk": case.risk_level, "quick": int(is_quick), "known": int(known is not None)},
    )
    return case


def _new_survivor(who: Survivor, answers: IntakeAnswers) -> list[Model]:
    """Her identity under a key of its own, and what lists know of her."""
    keychain().create(who.partner_id, who.id, [Compartment.IDENTITY])
    told = answers.get("survivor", {})
    survivor.fill(who, told)
    listing = Listing(partner_id=who.partner_id, survivor=who)
    survivor.fill_listing(listing, told)
    listing.phone_digest = phone_digest(who.partner_id, answers["safe_contact"].get("phone", ""))
    return [who, listing, *survivor.new_dependants(who, told)]


def _complete_survivor(case: Case, answers: IntakeAnswers, *, by: Staff) -> None:
    """What she told now over what was known of her."""
    known = survivor.read_survivor(case.survivor)
    survivor.change(case, survivor.merged(known, answers.get("survivor", {})), by=by)


def _new_case(who: Survivor, answers: IntakeAnswers, *, is_quick: bool, by: Staff) -> Case:
    case = Case(
        partner_id=who.partner_id,
        survivor=who,
        responsible=by.user,
        opened_at=timezone.now(),
        risk_level=answers["risk"]["level"],
        is_quick=is_quick,
        sections_to_complete=LEFT_BY_QUICK if is_quick else [],
    )
    keychain().create(case.partner_id, case.id, [Compartment.CASE])
    needs.fill_case(case, answers.get("needs", {}))
    return case


def _rows_of(case: Case, answers: IntakeAnswers, *, is_quick: bool, by: Staff) -> list[Model]:
    """The case and what hangs on it, what is pointed at before what points."""
    told = answers.get("incidents", {})
    happened = incidents.new_incidents(case, told, by=by)
    given = answers["consent"]
    asked = given.get("purposes", []) if is_quick else ConsentPurpose.values
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
        risk.new_assessment(case, answers["risk"], by=by),
        *needs.new_needs(case, answers.get("needs", {}), by=by),
    ]


def _store(rows: Iterable[Model]) -> None:
    """Insert the rows, those of one kind together."""
    for kind, group in groupby(rows, key=type):
        bulk_create(kind, group, why="open_case")
