"""Rows about partners and the people who work in them."""

from accounts.models.grant import PartnerGroupObjectPermission, PartnerUserObjectPermission
from accounts.models.membership import Membership
from accounts.models.partner import Partner
from accounts.models.user import User

__all__ = [
    "Membership",
    "Partner",
    "PartnerGroupObjectPermission",
    "PartnerUserObjectPermission",
    "User",
]
