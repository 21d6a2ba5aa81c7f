"""The directory of offices, and the referrals sent to them."""

from referrals.models.directory import Institution, Office
from referrals.models.referral import Referral, ReferralStep

__all__ = ["Institution", "Office", "Referral", "ReferralStep"]
