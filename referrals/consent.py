"""Whether her consent covers a referral: the recipient's kind, and each chosen fact."""

from collections.abc import Sequence
from datetime import date

from casework.models import Case, Consent
from casework.models.consent import FactCategory
from referrals.errors import ConsentDoesNotCover
from referrals.models import Institution
from referrals.models.referral import FACT_CATEGORIES


def covering_consent(
    case: Case, *, institution: Institution, facts: Sequence[str], day: date
) -> Consent:
    """The consent a referral there may rest on that day; raises ConsentDoesNotCover."""
    live = case.consents.live_on(day)
    consent = live.filter(purpose=institution.consent_purpose).first()
    if consent is None:
        raise ConsentDoesNotCover([institution.get_consent_purpose_display()])
    uncovered = categories_of(facts) - set(consent.fact_categories)
    if uncovered:
        raise ConsentDoesNotCover([str(FactCategory(category).label) for category in uncovered])
    return consent


def categories_of(facts: Sequence[str]) -> set[str]:
    """The categories that these fact codes belong to."""
    return {str(FACT_CATEGORIES[fact]) for fact in facts}
