"""Beginning and ending exceptions: the row, guardian's row and the wrapped keys, all three or none.

Parts of the deeds that restrict, share and break glass, and the job that ends what ran out.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from guardian.shortcuts import assign_perm, remove_perm

from accounts.models import Membership, Partner, User
from accounts.staff import Staff
from audit.events import Event
from audit.ledger import record
from casework.models import Case, CaseException, Consent
from casework.models.exception import RIGHT_OF, Ending, ExceptionKind, ExceptionQuerySet
from vault.compartments import Compartment
from vault.grants import Owned, Terms, end_granted_keys, grant_keys
from vault.keychain import Holder, Scope, open_keys


@dataclass(frozen=True)
class Given:
    """What an exception gives: to whom, which compartments, until when, and why."""

    kind: ExceptionKind
    person: User
    holder_partner: Partner
    compartments: Collection[Compartment]
    ends_at: datetime
    reason: str
    purpose: str = ""
    consent: Consent | None = None


def begin(case: Case, given: Given, *, by: Staff) -> CaseException:
    """All three of them; the case's key must be open, to seal the reason."""
    exception = CaseException(
        partner_id=case.partner_id,
        case=case,
        created_by=by.user,
        kind=given.kind,
        right=RIGHT_OF[given.kind],
        person=given.person,
        holder_partner=given.holder_partner,
        compartments=sorted(given.compartments),
        purpose=given.purpose,
        consent=given.consent,
        ends_at=given.ends_at,
        reason=given.reason,
    )
    exception.save(force_insert=True)
    assign_perm(exception.right, given.person, case)
    grant_keys(_terms(exception), case.partner_id, owned_of(case, given.compartments))
    _record(Event.GRANTED, exception, until=given.ends_at.isoformat(timespec="minutes"))
    return exception


@contextmanager
def keys_to_seal_the_reason(case: Case, deed: str) -> Iterator[None]:
    """For a deed of somebody who may not seal with the case's own key, under which reasons stand.

    Whatever the deed reads meanwhile, of the case and nothing else, is told as its reading.
    """
    opens = {case.partner_id: frozenset({Compartment.CASE})}
    scope = Scope(deed, opens, restricted=frozenset({case.partner_id}))
    with open_keys(scope):
        yield


def owned_of(case: Case, compartments: Collection[Compartment]) -> list[Owned]:
    """These compartments with their owners: her identity is the survivor's, the rest the case's."""
    return [
        (case.survivor_id if kind == Compartment.IDENTITY else case.id, kind)
        for kind in compartments
    ]


def end(exceptions: Iterable[CaseException], *, why: Ending, by: User | None = None) -> int:
    """End them now: no key and no right of theirs is left; how many they were."""
    ended = list(exceptions)
    end_granted_keys([exception.id for exception in ended])
    for exception in ended:
        exception.ended_at = timezone.now()
        exception.ended_by = by
        exception.ended_why = why
        exception.save(update_fields=["ended_at", "ended_by", "ended_why"])
        _take_right(exception)
        _record(Event.GRANT_ENDED, exception, why=why.value)
    return len(ended)


def end_all_of(user: User, partner: Partner, *, why: Ending, by: User | None) -> int:
    """Everything this person was given as somebody of this partner."""
    hers = CaseException.objects.standing().held_by(user.id, partner.id)
    return end(hers.select_related("case", "person"), why=why, by=by)


@transaction.atomic
def end_what_ran_out() -> int:
    """Tidy up after the door: past their end, without consent, of people who left; how many.

    Nothing waits for this: the door and the keys ask the clock themselves.
    """
    now = timezone.now()
    standing = CaseException.objects.standing().select_related("case", "person")
    late = standing.filter(ends_at__lte=now)
    count = end(late, why=Ending.EXPIRED)
    count += end(_without_consent(standing), why=Ending.CONSENT)
    return count + end(_of_people_who_left(standing), why=Ending.LEFT)


def end_what_rests_on(consents: Collection[Consent], *, by: User) -> int:
    """She took these back: whatever rests on them ends with the same deed."""
    resting = CaseException.objects.standing().filter(consent__in=consents)
    return end(resting.select_related("case", "person"), why=Ending.CONSENT, by=by)


def _without_consent(standing: ExceptionQuerySet) -> ExceptionQuerySet:
    today = timezone.localdate()
    gone = Q(consent__withdrawn_at__isnull=False) | Q(consent__ends_on__lt=today)
    return standing.filter(gone)


def _of_people_who_left(standing: ExceptionQuerySet) -> ExceptionQuerySet:
    works_there = Membership.objects.live().filter(
        user=OuterRef("person"), partner=OuterRef("holder_partner")
    )
    return standing.filter(~Exists(works_there))


def _take_right(exception: CaseException) -> None:
    """Guardian's row goes, unless another exception of hers rests on it."""
    others = CaseException.objects.standing().filter(
        case=exception.case_id, person=exception.person_id, right=exception.right
    )
    if not others.exists():
        remove_perm(exception.right, exception.person, exception.case)


def _terms(exception: CaseException) -> Terms:
    return Terms(
        exception_id=exception.id,
        holder=Holder(exception.person_id, exception.holder_partner_id),
        ends_at=exception.ends_at,
        is_for_reading=exception.kind != ExceptionKind.TEAM,
    )


def _record(event: Event, exception: CaseException, **details: str) -> None:
    record(
        event,
        partner_id=exception.partner_id,
        subject_id=exception.case_id,
        target=exception,
        details={"kind": exception.kind, "person": str(exception.person_id), **details},
    )
