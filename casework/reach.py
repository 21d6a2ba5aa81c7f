"""Who reaches a case, and by which ways: the one rule, for the door and for the page that tells.

The door asks it about whoever knocks, the page *Quién puede ver este caso* about everybody.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from accounts.permissions import Permission
from casework.models import Case, CaseException
from casework.models.exception import ExceptionKind

READING = frozenset({Permission.SEE_CASES})


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody in the partner she works for now, with her rights there."""

    user_id: UUID
    partner_id: UUID | None
    permissions: frozenset[Permission]


@dataclass(frozen=True, slots=True)
class Way:
    """A way to a case: by her role, or by an exception; and what it lets her do with the case.

    A share lets her do nothing with the case itself: it has a page of its own.
    """

    rights: frozenset[Permission]
    exception: CaseException | None = None


def ways_to(case: Case, visitor: Visitor, exceptions: Iterable[CaseException]) -> Iterator[Way]:
    """Every way this visitor has; ``exceptions`` are the live ones of the case.

    Nobody has any without the right to see cases where she works now.
    """
    if Permission.SEE_CASES not in visitor.permissions:
        return
    if visitor.partner_id == case.partner_id and is_open_to(case, visitor.permissions):
        yield Way(visitor.permissions)
    for exception in exceptions:
        holder = (exception.person_id, exception.holder_partner_id)
        if holder == (visitor.user_id, visitor.partner_id):
            yield Way(_rights_by(exception, visitor), exception)


def is_open_to(case: Case, permissions: frozenset[Permission]) -> bool:
    """Whether her role alone opens it: always, unless restricted; then to supervisors only."""
    return case.restricted_at is None or Permission.SUPERVISE in permissions


def rights_of(ways: Iterable[Way]) -> frozenset[Permission]:
    """What they let her do, taken together."""
    return frozenset().union(*(way.rights for way in ways))


def _rights_by(exception: CaseException, visitor: Visitor) -> frozenset[Permission]:
    return {
        ExceptionKind.TEAM: visitor.permissions,
        ExceptionKind.BREAK_GLASS: visitor.permissions & READING,
        ExceptionKind.SHARE: frozenset[Permission](),
    }[ExceptionKind(exception.kind)]
