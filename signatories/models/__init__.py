"""Organisations and their register, their people, requests to sign, signatures and their log; Forum; amendments."""

from signatories.models.amendment import Amendment, AmendmentEvent
from signatories.models.application import Application, ApplicationEvent, ApplicationState
from signatories.models.campaign import Campaign, CampaignEvent, Reminder
from signatories.models.chain import ChainEntry
from signatories.models.claim import SigningClaim
from signatories.models.decision import Decision
from signatories.models.election import Candidate, Election
from signatories.models.forum import Champion, Forum, Office, Seat
from signatories.models.group import GroupMember, GroupReport, WorkingGroup
from signatories.models.meeting import (
    AgendaItem,
    Attendance,
    Correction,
    Meeting,
    MeetingEvent,
    Paper,
    PrintedMeeting,
)
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
    "AgendaItem",
    "Amendment",
    "AmendmentEvent",
    "Application",
    "ApplicationEvent",
    "ApplicationState",
    "Attendance",
    "Came",
    "Campaign",
    "CampaignEvent",
    "Candidate",
    "ChainEntry",
    "Champion",
    "Correction",
    "Decision",
    "Election",
    "Forum",
    "Grade",
    "GroupMember",
    "GroupReport",
    "Handover",
    "IdentifiedBy",
    "Kind",
    "Meeting",
    "MeetingEvent",
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
    "Paper",
    "PrintedMeeting",
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
    "WorkingGroup",
    "codes_of",
]
