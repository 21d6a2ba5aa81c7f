"""Breaking the glass: two hours of reading, told at once, and looked at by somebody else after."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from accounts.permissions import Permission, Role
from accounts.staff import Staff
from audit.events import Event
from audit.ledger import record
from audit.refusals import refuse
from casework.access import exceptions_of, rights_on
from casework.actions.exceptions import Given, begin, keys_to_seal_the_reason
from casework.errors import AlreadyReviewed, NothingToBreak, OwnEmergency, ReviewPending
from casework.models import Case, CaseException
from casework.models.exception import ExceptionKind
from casework.tasks import queue_neutral_notice
from vault.compartments import Compartment

LASTS = timedelta(hours=2)


class Glass(models.TextChoices):
    """What can be opened in an emergency."""

    CASE = "case", _("El caso restringido")
    PSYCHOLOGICAL = "psychological", _("Las notas psicológicas")
    LEGAL = "legal", _("Las notas legales")


@dataclass(frozen=True)
class _Behind:
    """What stands behind a glass, and the right that lets somebody break it."""

    compartments: frozenset[Compartment]
    right: Permission


BEHIND = {
    Glass.CASE: _Behind(frozenset({Compartment.IDENTITY, Compartment.CASE}), Permission.SEE_CASES),
    Glass.PSYCHOLOGICAL: _Behind(frozenset({Compartment.PSYCHOLOGICAL}), Permission.SUPERVISE),
    Glass.LEGAL: _Behind(frozenset({Compartment.LEGAL}), Permission.SUPERVISE),
}


@transaction.atomic
def break_glass(case: Case, *, glass: Glass, reason: str, by: Staff) -> CaseException:
    """She reads it for two hours; the responsible person and the supervisors are told at once.

    Raises NothingToBreak for what is open to her, ReviewPending until somebody else has looked
    at her last one.
    """
    _require(case, glass, by)
    if _is_open(case, glass, by):
        raise NothingToBreak
    User.objects.select_for_update().get(pk=by.user.pk)  # two requests of hers come one by one
    if CaseException.objects.to_review().filter(person=by.user, partner=case.partner_id).exists():
        raise ReviewPending
    given = Given(
        kind=ExceptionKind.BREAK_GLASS,
        person=by.user,
        holder_partner=case.partner,
        compartments=BEHIND[glass].compartments,
        ends_at=timezone.now() + LASTS,
        reason=reason,
    )
    with keys_to_seal_the_reason(case, "break_glass"):
        exception = begin(case, given, by=by)
    _record("break_glass", exception, glass=glass.value)
    for user in _to_be_told(case, by):
        queue_neutral_notice(user.id)
    return exception


@transaction.atomic
def review_break_glass(
    exception: CaseException, *, was_justified: bool, note: str, by: Staff
) -> None:
    """Somebody else has looked at it; she who broke the glass may do so again."""
    held = CaseException.objects.select_for_update().get(pk=exception.pk)
    if held.person_id == by.user.id:
        raise OwnEmergency
    if held.reviewed_at is not None:
        raise AlreadyReviewed
    held.reviewed_at = timezone.now()
    held.reviewed_by = by.user
    held.was_justified = was_justified
    held.review = note
    held.save(update_fields=["reviewed_at", "reviewed_by", "was_justified", "review_sealed"])
    _record("review_break_glass", held, justified=int(was_justified))


def _require(case: Case, glass: Glass, by: Staff) -> None:
    """Her own partner's, and her role is one that may."""
    right = BEHIND[glass].right
    if case.partner_id != by.partner_id or not by.may(right):
        refuse(partner_id=case.partner_id, subject_id=case.id, reason=f"may_not_{right}")


def _is_open(case: Case, glass: Glass, by: Staff) -> bool:
    if glass == Glass.CASE:
        return Permission.SEE_CASES in rights_on(by, case)
    emergencies = exceptions_of(by).filter(case=case, kind=ExceptionKind.BREAK_GLASS)
    return any(glass.value in one.compartments for one in emergencies)


def _to_be_told(case: Case, by: Staff) -> list[User]:
    """The responsible person and the supervisors, but not her who broke it."""
    supervisors = Membership.objects.live().of_partner(case.partner_id)
    told = {row.user for row in supervisors.filter(role=Role.SUPERVISOR).select_related("user")}
    return sorted((told | {case.responsible}) - {by.user}, key=lambda user: user.id)


def _record(deed: str, exception: CaseException, **details: str | int) -> None:
    record(
        Event.DEED,
        partner_id=exception.partner_id,
        subject_id=exception.case_id,
        target=exception,
        deed=deed,
        details=details,
    )
