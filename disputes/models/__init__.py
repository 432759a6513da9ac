"""Procedure with its stages; Dispute with its citations, events and nominations."""

from disputes.models.case import Dispute, DisputeGroupObjectPermission, DisputeUserObjectPermission
from disputes.models.days import DayOff
from disputes.models.elsewhere import LinkedCases, OutsideReferral
from disputes.models.papers import Citation, DisputeEvent, Nomination, Panellist, Recusal
from disputes.models.rules import Procedure, Route, Stage

__all__ = [
    "Citation",
    "DayOff",
    "Dispute",
    "DisputeEvent",
    "DisputeGroupObjectPermission",
    "DisputeUserObjectPermission",
    "LinkedCases",
    "Nomination",
    "OutsideReferral",
    "Panellist",
    "Procedure",
    "Recusal",
    "Route",
    "Stage",
]
