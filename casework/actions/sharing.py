"""Sharing a case with one named person of another partner, on the survivor's consent."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, User
from accounts.permissions import GRANTS, Permission
from accounts.staff import Staff
from audit.events import Event
from audit.ledger import record
from casework import errors
from casework.actions.course import hold, hold_closed_or_open
from casework.actions.exceptions import Given, begin, end
from casework.exceptions import shareable_by
from casework.models import Case, CaseException, Consent
from casework.models.consent import ConsentPurpose
from casework.models.exception import Ending, ExceptionKind, last_day_before
from casework.tasks import queue_neutral_notice
from vault.compartments import Compartment


def recipient_of(address: str, *, by: Staff) -> Membership:
    """Who of another partner works on cases under this address. Raises NotSharedWithThem."""
    seeing = [role for role, rights in GRANTS.items() if Permission.SEE_CASES in rights]
    others = Membership.objects.live().filter(partner__isnull=False, role__in=seeing)
    named = others.filter(user__email=User.objects.normalize_email(address))
    found = named.exclude(partner=by.partner_id).select_related("user", "partner").first()
    if found is None or found.user_id == by.user.id:
        raise errors.NotSharedWithThem
    return found


def consent_to_share(case: Case, *, until: datetime) -> Consent:
    """The consent a share may rest on. Raises ConsentDoesNotCoverSharing or ConsentEndsEarlier."""
    live = Consent.objects.live_on(timezone.localdate())
    consent = live.filter(case=case, purpose=ConsentPurpose.SHARING).first()
    if consent is None:
        raise errors.ConsentDoesNotCoverSharing
    if consent.ends_on is not None and last_day_before(until) > consent.ends_on:
        raise errors.ConsentEndsEarlier
    return consent


@transaction.atomic
def share_case(
    case: Case,
    *,
    recipient: Membership,
    compartments: Collection[Compartment],
    purpose: str,
    reason: str,
    ends_at: datetime,
    by: Staff,
) -> CaseException:
    """She, and nobody else of her partner, reads these compartments until then.

    ``purpose`` is a code of ``SharePurpose``. Raises CaseIsClosed, NotSharedWithThem,
    NotHersToShare, SharedAlready or what `consent_to_share` raises.
    """
    hold(case, by=by)
    recipient = recipient_of(recipient.user.email, by=by)
    if not compartments or not set(compartments) <= shareable_by(by, case):
        raise errors.NotHersToShare
    consent = consent_to_share(case, until=ends_at)
    _refuse_second(case, recipient)
    given = Given(
        kind=ExceptionKind.SHARE,
        person=recipient.user,
        holder_partner=recipient.partner,  # type: ignore[arg-type]  # asked for by recipient_of
        compartments=compartments,
        ends_at=ends_at,
        reason=reason,
        purpose=purpose,
        consent=consent,
    )
    exception = begin(case, given, by=by)
    _record("share_case", exception, compartments=exception.compartments)
    queue_neutral_notice(recipient.user_id)
    return exception


@transaction.atomic
def end_exception(exception: CaseException, *, by: Staff) -> None:
    """Whoever gave it takes it back, on the next request."""
    hold_closed_or_open(exception.case, by=by)
    end([exception], why=Ending.GIVER, by=by.user)
    _record("end_exception", exception)


def _refuse_second(case: Case, recipient: Membership) -> None:
    """One share at a time; one that ran out and was not tidied up yet is ended first."""
    standing = CaseException.objects.standing().filter(case=case, kind=ExceptionKind.SHARE)
    hers = standing.held_by(recipient.user_id, recipient.partner_id)
    live = hers.live_at(timezone.now()).exists()
    if live:
        raise errors.SharedAlready
    end(hers.select_related("case", "person"), why=Ending.EXPIRED)


def _record(deed: str, exception: CaseException, **details: list[str]) -> None:
    record(
        Event.DEED,
        partner_id=exception.partner_id,
        subject_id=exception.case_id,
        target=exception,
        deed=deed,
        details={"kind": exception.kind, "person": str(exception.person_id), **details},
    )
