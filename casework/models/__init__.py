"""What a case is made of, a noun a module."""

from casework.models.attachment import Attachment
from casework.models.case import Case, CaseMember
from casework.models.closure import Closure
from casework.models.consent import Consent
from casework.models.contact import SafeContact
from casework.models.draft import CaseDraft
from casework.models.exception import CaseException
from casework.models.follow_up import FollowUp, Notice
from casework.models.grant import CaseUserObjectPermission
from casework.models.hand_over import HandOver
from casework.models.incident import AllegedPerpetrator, Incident
from casework.models.intake import Intake, IntakeSection
from casework.models.need import Need
from casework.models.risk import RiskAssessment
from casework.models.session import SessionAddendum, SupportSession
from casework.models.survivor import Dependant, Listing, Survivor

__all__ = [
    "AllegedPerpetrator",
    "Attachment",
    "Case",
    "CaseDraft",
    "CaseException",
    "CaseMember",
    "CaseUserObjectPermission",
    "Closure",
    "Consent",
    "Dependant",
    "FollowUp",
    "HandOver",
    "Incident",
    "Intake",
    "IntakeSection",
    "Listing",
    "Need",
    "Notice",
    "RiskAssessment",
    "SafeContact",
    "SessionAddendum",
    "SupportSession",
    "Survivor",
]
