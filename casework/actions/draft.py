"""Keeping what is typed on a case's forms: for its author only, until it is saved or lapses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.staff import Staff
from audit.background import background
from audit.events import Event
from audit.ledger import record
from casework.access import drafts_for
from casework.actions.course import hold
from casework.models import Case, CaseDraft
from casework.models.draft import KEPT_FOR, WALLS, DraftQuerySet, Paper
from vault.compartments import Compartment
from vault.ids import new_id
from vault.keychain import Scope, keychain

Typed = Mapping[str, list[str]]


@dataclass(frozen=True)
class DraftOf:
    """What is being written: a paper of a case, and the code of what it is about, if anything."""

    case: Case
    paper: Paper
    about: str = ""


@dataclass(frozen=True)
class DraftInHand:
    """A draft as its page offers it back."""

    typed: Typed
    touched_at: datetime

    @property
    def lapses_at(self) -> datetime:
        """When it goes by itself unless she types on."""
        return self.touched_at + KEPT_FOR


def draft_in_hand(of: DraftOf, *, by: Staff) -> DraftInHand | None:
    """What she left on this form, if anything; nobody else's."""
    kept = _drafts(of, by).fresh(timezone.now()).order_by("-touched_at").first()
    return DraftInHand(typed=kept.typed or {}, touched_at=kept.touched_at) if kept else None


@transaction.atomic
def keep_draft(of: DraftOf, typed: Typed, *, wall: Compartment, by: Staff) -> None:
    """Keep what she is typing, behind this wall and no other; nothing keeps nothing.

    Raises CaseIsClosed.
    """
    hold(of.case, by=by)
    if not any(value for values in typed.values() for value in values):
        end_draft(of, by=by)
        return
    kept = {draft.wall: draft for draft in _drafts(of, by)}
    draft = kept.pop(wall, None) or _blank(of, wall=wall, by=by)
    draft.typed = dict(typed)
    draft.save()
    for behind_another_wall in kept.values():
        _remove(behind_another_wall)


@transaction.atomic
def forget_draft(of: DraftOf, *, by: Staff) -> None:
    """Give up what she typed and did not save."""
    end_draft(of, by=by)
    record(
        Event.DEED,
        partner_id=of.case.partner_id,
        subject_id=of.case.id,
        target=of.case,
        deed="forget_draft",
        details={"paper": of.paper.value},
    )


def end_draft(of: DraftOf, *, by: Staff) -> None:
    """It became what it was to be, or was given up; inside the deed that says which."""
    for draft in _drafts(of, by):
        _remove(draft)


def lapse_drafts(now: datetime) -> int:
    """Remove what nobody came back to, with its keys; how many there were."""
    lapsed = list(CaseDraft.objects.lapsed(now))
    if not lapsed:
        return 0
    partners = {draft.partner_id: frozenset(WALLS) for draft in lapsed}
    with background("lapse_drafts", Scope("lapse_drafts", partners)), transaction.atomic():
        for draft in lapsed:
            _remove(draft)
    return len(lapsed)


def _drafts(of: DraftOf, by: Staff) -> DraftQuerySet:
    return drafts_for(by).filter(case=of.case, paper=of.paper, about=of.about)


def _blank(of: DraftOf, *, wall: Compartment, by: Staff) -> CaseDraft:
    """A draft with a key of its own."""
    draft = CaseDraft(
        id=new_id(),
        partner_id=of.case.partner_id,
        case=of.case,
        created_by=by.user,
        paper=of.paper,
        about=of.about,
        wall=wall,
    )
    keychain().create(draft.partner_id, draft.id, [wall])
    return draft


def _remove(draft: CaseDraft) -> None:
    """The row goes, and the key that opened it and its history."""
    key_owner = draft.id
    draft.delete()
    keychain().destroy(key_owner)
