"""Organisation, Membership, Signature, Forum, Seat, Meeting, SignedAgreement, Amendment."""

from signatories.models.amendment import Amendment, AmendmentEvent
from signatories.models.forum import Forum, Meeting, Office, Seat
from signatories.models.organisation import (
    Kind,
    Membership,
    Ombudsman,
    Organisation,
    OrganisationGroupObjectPermission,
    OrganisationUserObjectPermission,
    Role,
)
from signatories.models.signature import Grade, Method, Signature, SignatureEvent, SignedAgreement

__all__ = [
    "Amendment",
    "AmendmentEvent",
    "Forum",
    "Grade",
    "Kind",
    "Meeting",
    "Membership",
    "Method",
    "Office",
    "Ombudsman",
    "Organisation",
    "OrganisationGroupObjectPermission",
    "OrganisationUserObjectPermission",
    "Role",
    "Seat",
    "Signature",
    "SignatureEvent",
    "SignedAgreement",
]
