"""What the pages of a case share that keep, for their author alone, what she is typing."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.staff import StaffRequest
from casework.actions.draft import (
    DraftInHand,
    DraftOf,
    draft_in_hand,
    forget_draft,
    keep_draft,
)
from casework.errors import CaseIsClosed
from casework.forms.draft import draft_of, offer_back
from vault.compartments import Compartment

BUTTON = "draft"
KEEP, FORGET = "keep", "forget"


@dataclass(frozen=True)
class Desk:
    """A form on which whoever asks is writing: which, on what case, behind which wall.

    ``known`` are the names of its fields; ``autosave_url`` is where a script sends what is typed.
    """

    request: StaffRequest
    of: DraftOf
    known: Collection[str] = field(repr=False)
    wall: Compartment
    autosave_url: str = ""

    def shown_in(self, form: BaseForm) -> DraftInHand | None:
        """What she left here, offered back in the form; what a form was refused with is kept."""
        if form.is_bound:
            with suppress(CaseIsClosed):
                self.keep()
            return None
        draft = draft_in_hand(self.of, by=self.request.staff)
        if draft:
            offer_back(form, draft.typed)
        return draft

    def keep(self) -> None:
        """Keep what was sent. Raises CaseIsClosed."""
        typed = draft_of(self.request.POST, self.known)
        keep_draft(self.of, typed, wall=self.wall, by=self.request.staff)

    def kept_silently(self) -> HttpResponse:
        """The answer to the script that keeps what is typed."""
        try:
            self.keep()
        except CaseIsClosed:
            return HttpResponse(status=409)
        return HttpResponse(status=204)

    def answered(self) -> HttpResponse | None:
        """The answer to one of the draft's own buttons; None when neither was pressed."""
        pressed = self.request.POST.get(BUTTON)
        if pressed == KEEP:
            self.keep()
            messages.success(self.request, _("Borrador guardado. Solo usted lo ve."))
        elif pressed == FORGET:
            forget_draft(self.of, by=self.request.staff)
            messages.success(self.request, _("El borrador se descartó."))
        else:
            return None
        return redirect(self.request.path)
