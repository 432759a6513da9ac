"""Organisations and their register, their people, requests to sign, signatures and their log; Forum; amendments."""

from signatories.models.amendment import Amendment, AmendmentEvent
from signatories.models.chain import ChainEntry
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
from signatories.models.signature import Grade, Method, Signature, SignatureEvent, SignedAgreement
from signatories.models.trace import SigningTrace

__all__ = [
    "Amendment",
    "AmendmentEvent",
    "ChainEntry",
    "Forum",
    "Grade",
    "Handover",
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
    "RequestState",
    "Role",
    "Seat",
    "Signature",
    "SignatureEvent",
    "SignedAgreement",
    "SignedMember",
    "SigningRequest",
    "SigningRules",
    "SigningTrace",
]
