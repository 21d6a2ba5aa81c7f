"""Rows about partners and the people who work in them."""

from accounts.models.conduct import ConductAcceptance
from accounts.models.grant import PartnerGroupObjectPermission, PartnerUserObjectPermission
from accounts.models.link import PasswordLink
from accounts.models.membership import Membership
from accounts.models.partner import Partner
from accounts.models.user import User

__all__ = [
    "ConductAcceptance",
    "Membership",
    "Partner",
    "PartnerGroupObjectPermission",
    "PartnerUserObjectPermission",
    "PasswordLink",
    "User",
]
