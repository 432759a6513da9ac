"""Organisations and their register, their people, requests to sign, signatures and their log; Forum; amendments."""

from signatories.models.amendment import Amendment, AmendmentEvent
from signatories.models.application import Application, ApplicationEvent, ApplicationState
from signatories.models.campaign import Campaign, CampaignEvent, Reminder
from signatories.models.chain import ChainEntry
from signatories.models.claim import SigningClaim
from signatories.models.forum import Forum, Meeting, Office, Seat
from signatories.models.member import SignedMember
from signatories.models.organisation import (
    Kind,
    Membership,
    NameKind,
    Ombudsman,
    Organisation,
    OrganisationGroupObjectPermission,
    OrganisationUserObjectPermission,
    OtherName,
    Role,
)
from signatories.models.register import Handover, Merger, NotTheSame, RegisterUpload
from signatories.models.request import Origin, RequestState, SigningRequest
from signatories.models.rules import SigningRules
from signatories.models.scan import Scan, ScanEvent, SignaturePage
from signatories.models.signature import (
    Grade,
    IdentifiedBy,
    Method,
    Signature,
    SignatureEvent,
    SignedAgreement,
    codes_of,
)
from signatories.models.trace import Came, SigningTrace
from signatories.models.witnessing import Witnessing, WitnessState

__all__ = [
    "Amendment",
    "AmendmentEvent",
    "Application",
    "ApplicationEvent",
    "ApplicationState",
    "Came",
    "Campaign",
    "CampaignEvent",
    "ChainEntry",
    "Forum",
    "Grade",
    "Handover",
    "IdentifiedBy",
    "Kind",
    "Meeting",
    "Membership",
    "Merger",
    "Method",
    "NameKind",
    "NotTheSame",
    "Office",
    "Ombudsman",
    "Organisation",
    "OrganisationGroupObjectPermission",
    "OrganisationUserObjectPermission",
    "Origin",
    "OtherName",
    "RegisterUpload",
    "Reminder",
    "RequestState",
    "Role",
    "Scan",
    "ScanEvent",
    "Seat",
    "Signature",
    "SignatureEvent",
    "SignaturePage",
    "SignedAgreement",
    "SignedMember",
    "SigningClaim",
    "SigningRequest",
    "SigningRules",
    "SigningTrace",
    "WitnessState",
    "Witnessing",
    "codes_of",
]
