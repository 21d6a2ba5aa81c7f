"""What a partner's rules bring: announced thirty days ahead, then done, unless something stops it.

Announcing and erasing are the system's deeds, under the rule that two people of the partner set.
A legal hold, a case that was opened again, and a rule that was replaced each stop an erasure;
whatever stopped it, the rule announces anew when that has ended.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from audit.background import background
from audit.events import Event
from audit.ledger import record
from casework.models import Case
from erasure.actions.carrying_out import carry_out
from erasure.actions.holding import is_held
from erasure.actions.parts import COMPARTMENTS
from erasure.actions.whole import lock_cases
from erasure.extents import Extent, Wish
from erasure.models import Erasure, RetentionRule
from erasure.models.erasure import OVER, ErasureState
from erasure.models.rule import RuleState
from vault.compartments import Compartment
from vault.keychain import Scope

NAME = "erase_by_rule"
AHEAD = timedelta(days=30)
MOST_AT_ONCE = 200


def announce_erasures(day: date) -> int:
    """Write down what the rules will erase in thirty days or later; how many were written."""
    rules = RetentionRule.objects.standing().filter(months__isnull=False).order_by("id")
    return sum(_announce(rule, case, day) for rule in rules for case in _reached(rule, day))


def erase_due(day: date) -> int:
    """Erase what was announced, and told to the people, thirty days ago; how many were erased."""
    told_by = timezone.now() - AHEAD
    due = Erasure.objects.filter(
        state=ErasureState.ANNOUNCED, due_on__lte=day, told_at__lte=told_by
    )
    ids = list(due.order_by("due_on").values_list("id", flat=True)[:MOST_AT_ONCE])
    return sum(_erase(erasure_id, day) for erasure_id in ids)


def _reached(rule: RetentionRule, day: date) -> Iterator[Case]:
    """The closed cases that the rule reaches within thirty days and did not reach before."""
    latest = plus_months(day + AHEAD, -(rule.months or 0))
    same = Erasure.objects.filter(case=OuterRef("pk"), extent=rule.extent)
    done = same.filter(state__in=OVER, decided_at__gte=OuterRef("closed_at"))
    cases = (
        Case.objects.of_partner(rule.partner_id)
        .without_sealed()
        .filter(~Exists(same.ahead()), ~Exists(done), closed_at__date__lte=latest)
    )
    if rule.extent == Extent.EVERYTHING:
        hers = Case.objects.filter(survivor=OuterRef("survivor_id"))
        younger = hers.exclude(closed_at__date__lte=latest)
        cases = cases.filter(~Exists(younger | hers.filter(closed_at__isnull=True)))
    yield from cases.order_by("id")[:MOST_AT_ONCE]


@transaction.atomic
def _announce(rule: RetentionRule, case: Case, day: date) -> bool:
    cases = lock_cases(case.survivor_id)
    touched = cases if rule.extent == Extent.EVERYTHING else [case]
    if case.closed_at is None or is_held(touched):
        return False
    ends = plus_months(timezone.localdate(case.closed_at), rule.months or 0)
    announced: Erasure = Erasure.objects.create(
        partner_id=case.partner_id,
        case=case,
        case_code=case.code,
        extent=rule.extent,
        wish=Wish.RETENTION,
        rule=rule,
        asked_at=timezone.now(),
        due_on=max(ends, day + AHEAD),
        state=ErasureState.ANNOUNCED,
    )
    _record("announce_erasure", announced, case)
    return True


def _erase(erasure_id: UUID, day: date) -> bool:
    """One erasure, in a transaction of its own: whatever becomes of it, the others go on."""
    found = Erasure.objects.select_related("rule").filter(id=erasure_id).first()
    if found is None or found.case is None or found.rule is None:
        return False
    hers = frozenset({found.partner_id})
    with background(NAME, _scope(found), partners=hers), transaction.atomic():
        cases = lock_cases(found.case.survivor_id)
        held = Erasure.objects.select_for_update().get(pk=erasure_id)
        case = next((each for each in cases if each.id == held.case_id), None)
        if held.state != ErasureState.ANNOUNCED or case is None:
            return False
        may_go = _still_wanted(held, case, cases, found.rule, day)
        held.state = ErasureState.DONE if may_go else ErasureState.CANCELLED
        held.decided_at = timezone.now()
        held.save()
        if may_go:
            _record("erase_by_rule", held, case, **carry_out(held, case, cases))
        return may_go


def _still_wanted(
    held: Erasure, case: Case, cases: list[Case], rule: RetentionRule, day: date
) -> bool:
    touched = cases if held.is_whole else [case]
    is_over = all(
        each.closed_at is not None
        and plus_months(timezone.localdate(each.closed_at), rule.months or 0) <= day
        for each in touched
    )
    return is_over and rule.state == RuleState.STANDING and not is_held(touched)


def _scope(found: Erasure) -> Scope | None:
    """What a part of the case's compartment is taken out with; nothing else takes a key."""
    if COMPARTMENTS.get(Extent(found.extent)) != Compartment.CASE:
        return None
    hers = frozenset({found.partner_id})
    return Scope(NAME, {found.partner_id: frozenset({Compartment.CASE})}, restricted=hers)


def plus_months(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _record(deed: str, erasure: Erasure, case: Case, **details: int) -> None:
    record(
        Event.DEED,
        partner_id=erasure.partner_id,
        subject_id=case.id,
        target=erasure,
        deed=deed,
        details={"case": case.code, "extent": erasure.extent, **details},
    )
