"""Erasing one part of a case: what it is made of, and the key that it stood under.

A part shares its compartment with other values: files beside notes, the risk beside the narrative.
It is blanked, what stays is sealed under a new key, and the old one is destroyed, because the trail
holds every earlier state of the compartment under it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from uuid import UUID

from django.utils import timezone

from audit.bulk import delete_all
from audit.tripwire import accounted
from casework.models import (
    Case,
    CaseDraft,
    Incident,
    Listing,
    SafeContact,
    SessionAddendum,
    SupportSession,
)
from casework.models.session import SessionKind
from erasure.extents import Extent
from referrals.models import Referral
from referrals.models.referral import Fact
from vault.compartments import Compartment
from vault.destroying import destroy_keys
from vault.rekeying import rekey

WHY = "erase_part"
CONTACT_COLUMNS = (
    "phone_sealed",
    "hours_sealed",
    "what_to_say_sealed",
    "who_may_answer_sealed",
    "code_word_sealed",
    "other_way_sealed",
)


def erase_part(case: Case, extent: Extent) -> list[UUID]:
    """Destroy this part of a case; the ids of the keys that went.

    Inside a deed that holds the case. What is taken out of the case's own compartment needs that
    one's keys in scope; to seal anew takes none.
    """
    PARTS[extent](case)
    return rekey(case.partner_id, case.id, COMPARTMENTS[extent], accounted)


def _narrative(case: Case) -> None:
    today = timezone.localdate()
    for incident in Incident.objects.filter(case=case):
        incident.narrative_sealed, incident.narrative_erased_on = None, today
        incident.save(update_fields=["narrative_sealed", "narrative_erased_on"])
    kept = Case.objects.get(pk=case.pk)
    kept.opening_notes_sealed = None
    kept.save(update_fields=["opening_notes_sealed"])
    _forget_in_packets(case, {Fact.NARRATIVE})
    _remove_drafts(case, [Compartment.CASE])


def _safe_contact(case: Case) -> None:
    for contact in SafeContact.objects.filter(case=case):
        for column in CONTACT_COLUMNS:
            setattr(contact, column, None)
        contact.erased_on, contact.confirmed_on, contact.confirmed_by = (
            timezone.localdate(),
            None,
            None,
        )
        contact.save()
    for listing in Listing.objects.without_sealed().filter(survivor=case.survivor_id):
        listing.phone_digest = None
        listing.save(update_fields=["phone_digest"])
    _forget_in_packets(case, {Fact.SAFE_PHONE, Fact.CONTACT_RULES})
    _remove_drafts(case, [Compartment.CASE])


def _notes_of(kind: SessionKind, wall: Compartment) -> Callable[[Case], None]:
    def erase(case: Case) -> None:
        today = timezone.localdate()
        for session in SupportSession.objects.filter(case=case, kind=kind):
            session.note_sealed, session.note_erased_on = None, today
            session.save(update_fields=["note_sealed", "note_erased_on"])
        for addendum in SessionAddendum.objects.filter(case=case, session__kind=kind):
            addendum.note_sealed = None
            addendum.save(update_fields=["note_sealed"])
        _remove_drafts(case, [wall])

    return erase


def _forget_in_packets(case: Case, facts: Collection[str]) -> None:
    """What was disclosed stays known to the office; here it is not kept any longer."""
    for referral in Referral.objects.filter(case=case):
        kept = {name: told for name, told in (referral.packet or {}).items() if name not in facts}
        if kept != referral.packet:
            referral.packet = kept
            referral.save(update_fields=["packet_sealed"])


def _remove_drafts(case: Case, walls: Iterable[Compartment]) -> None:
    """Drafts may hold anything: those behind these walls go, with their own keys."""
    drafts = list(CaseDraft.objects.without_sealed().filter(case=case, wall__in=list(walls)))
    destroy_keys(case.partner_id, [draft.id for draft in drafts])
    delete_all(drafts, why=WHY)


PARTS: Mapping[Extent, Callable[[Case], None]] = {
    Extent.NARRATIVE: _narrative,
    Extent.SAFE_CONTACT: _safe_contact,
    Extent.SOCIAL_NOTES: _notes_of(SessionKind.SOCIAL, Compartment.CASE),
    Extent.PSYCHOLOGICAL_NOTES: _notes_of(SessionKind.PSYCHOLOGICAL, Compartment.PSYCHOLOGICAL),
    Extent.LEGAL_NOTES: _notes_of(SessionKind.LEGAL, Compartment.LEGAL),
}
COMPARTMENTS: Mapping[Extent, Compartment] = {
    Extent.NARRATIVE: Compartment.CASE,
    Extent.SAFE_CONTACT: Compartment.CASE,
    Extent.SOCIAL_NOTES: Compartment.CASE,
    Extent.PSYCHOLOGICAL_NOTES: Compartment.PSYCHOLOGICAL,
    Extent.LEGAL_NOTES: Compartment.LEGAL,
}
