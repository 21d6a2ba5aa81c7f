"""What the referral pages show, put together from rows the door has let through."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone

from casework import catalogue
from casework.models import Case
from casework.models.consent import FactCategory
from referrals.consent import covering_consent
from referrals.forms.referral import ReferralFilter
from referrals.models import Office, Referral
from referrals.models.referral import Fact, ReferralQuerySet, ReferralState
from referrals.packet import packet_of

PAGE_SIZE = 30
TONES = {
    "sent": "warn", "received": "note", "accepted": "good",
    "rejected": "danger", "concluded": "plain", "revoked": "closed",
}  # fmt: skip


def case_head(case: Case) -> dict[str, Any]:
    """What the identity bar of a referral page says."""
    live = case.consents.live_on(timezone.localdate())
    consents = [consent for consent in live if consent.purpose.startswith("referral_")]
    allowed = {category for consent in consents for category in consent.fact_categories}
    return {
        "masked_name": case.survivor.listing.masked_name,
        "purposes": [consent.get_purpose_display() for consent in consents],
        "categories": [label for category, label in FactCategory.choices if category in allowed],
    }


def preview_of(case: Case, *, office: Office, facts: list[str]) -> dict[str, Any]:
    """Exactly what the office will be told; raises ConsentDoesNotCover."""
    covering_consent(case, institution=office.institution, facts=facts, day=timezone.localdate())
    return {"office": office, "facts": in_words(packet_of(case, facts))}


def in_words(packet: dict[str, str]) -> list[dict[str, str]]:
    """The packet as a list of label and value."""
    return [{"label": str(Fact(code).label), "value": text} for code, text in packet.items()]


def referral_page(referral: Referral) -> dict[str, Any]:
    """One referral: what was sent, and every step since."""
    return {
        "referral": referral,
        "tone": TONES[referral.state],
        "may_print": referral.state != ReferralState.REVOKED,
        "silence": referral.days_of_silence(),
        "place": catalogue.municipality(referral.office.municipality).short_name,
        "medium": catalogue.label("medio_derivacion", referral.medium),
        "facts": in_words(referral.packet or {}),
        "steps": [
            {
                "when": step.created_at,
                "title": step.get_state_display(),
                "text": step.note,
                "who": step.created_by.full_name,
                "on": step.happened_on,
            }
            for step in referral.steps.select_related("created_by")
        ],
    }


def referrals_page(
    referrals: ReferralQuerySet, form: ReferralFilter, query: QueryDict
) -> dict[str, Any]:
    """One page of referrals, newest first, by key and not by count."""
    if form.is_valid() and form.cleaned_data["state"]:
        referrals = referrals.filter(state=form.cleaned_data["state"])
    before = _id_of(query.get("antes", ""))
    if before:
        referrals = referrals.filter(pk__lt=before)
    shown = referrals.without_sealed().select_related("office__institution", "case")
    rows = list(shown.newest_first()[: PAGE_SIZE + 1])
    kept = {name: query[name] for name in query if name != "antes"}
    older = urlencode({**kept, "antes": rows[PAGE_SIZE - 1].pk}) if len(rows) > PAGE_SIZE else ""
    return {
        "form": form,
        "referrals": [_row(referral) for referral in rows[:PAGE_SIZE]],
        "older_url": f"?{older}" if older else "",
        "newer_url": f"?{urlencode(kept)}" if before else "",
    }


def _row(referral: Referral) -> dict[str, Any]:
    return {
        "code": referral.code,
        "case_code": referral.case.code,
        "office": referral.office.name,
        "institution": str(referral.office.institution),
        "sent_on": referral.sent_on,
        "state": referral.get_state_display(),
        "tone": TONES[referral.state],
        "silence": referral.days_of_silence(),
    }


def _id_of(word: str) -> UUID | None:
    try:
        return UUID(word)
    except ValueError:
        return None
