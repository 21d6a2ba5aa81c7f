"""Whether her consent covers a referral: the recipient's kind, and each chosen fact."""

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Coverage:
    """What she allows on a day: kinds of recipient, and kinds of facts to any of them."""

    purposes: frozenset[str]
    categories: frozenset[str]

    def reaches(self, institution: Institution) -> bool:
        """Whether anything may be sent there."""
        return institution.consent_purpose in self.purposes

    def tells(self, fact: str) -> bool:
        """Whether the fact may be told to anybody."""
        return FACT_CATEGORIES[fact] in self.categories


def coverage_of(case: Case, *, day: date) -> Coverage:
    """What her live consents cover together; ``covering_consent`` judges the single referral."""
    live = [row for row in case.consents.live_on(day) if row.purpose.startswith("referral_")]
    return Coverage(
        purposes=frozenset(row.purpose for row in live),
        categories=frozenset(category for row in live for category in row.fact_categories),
    )


def categories_of(facts: Sequence[str]) -> set[str]:
    """The categories that these fact codes belong to."""
    return {str(FACT_CATEGORIES[fact]) for fact in facts}
