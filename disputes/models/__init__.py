"""Procedure with its stages; Dispute with its citations, events and nominations."""

from disputes.models.case import Dispute, DisputeGroupObjectPermission, DisputeUserObjectPermission
from disputes.models.papers import Citation, DisputeEvent, Nomination, Panellist, Recusal
from disputes.models.rules import Procedure, Route, Stage

__all__ = [
    "Citation",
    "Dispute",
    "DisputeEvent",
    "DisputeGroupObjectPermission",
    "DisputeUserObjectPermission",
    "Nomination",
    "Panellist",
    "Procedure",
    "Recusal",
    "Route",
    "Stage",
]
