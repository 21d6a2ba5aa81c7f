"""One follow-up, with what was planned and what became of it."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from casework.models import Case, FollowUp
from casework.models.follow_up import FollowUpState
from casework.overviews.words import Tag, due_tag, word

NEAR = timedelta(days=1)  # further off, the date beside it says enough


@dataclass(frozen=True)
class FollowUpPage:
    """What the page of a follow-up shows; ``moved_to_url`` leads to the row that took its place."""

    case: Case
    follow_up: FollowUp
    kind: str
    when: Tag
    is_pending: bool
    moved_to_url: str


def follow_up_page(follow_up: FollowUp) -> FollowUpPage:
    """The page; one query when it was moved, none otherwise."""
    case, today = follow_up.case, timezone.localdate()
    is_pending = follow_up.state == FollowUpState.PENDING
    state = Tag(follow_up.get_state_display(), "note" if is_pending else "closed")
    is_near = is_pending and follow_up.due_on <= today + NEAR
    return FollowUpPage(
        case=case,
        follow_up=follow_up,
        kind=word("seguimiento_tipo", follow_up.kind),
        when=due_tag(follow_up.due_on, today) if is_near else state,
        is_pending=is_pending,
        moved_to_url=_address_of(follow_up.moved_to, case) if follow_up.moved_to else "",
    )


def _address_of(follow_up: FollowUp, case: Case) -> str:
    return reverse("casework:follow_up", args=[case.code, follow_up.code])
