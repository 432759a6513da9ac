"""Procedure with its stages; Dispute with its citations, events and nominations."""

from disputes.models.attempt import Attempt, Representative
from disputes.models.case import Dispute, DisputeGroupObjectPermission, DisputeUserObjectPermission
from disputes.models.concern import Concern
from disputes.models.days import DayOff
from disputes.models.elsewhere import LinkedCases, OutsideReferral
from disputes.models.notice import Notice, Reminder
from disputes.models.papers import Citation, DisputeEvent, Nomination, Panellist, Recusal
from disputes.models.rules import Procedure, Route, Stage

__all__ = [
    "Attempt",
    "Citation",
    "Concern",
    "DayOff",
    "Dispute",
    "DisputeEvent",
    "DisputeGroupObjectPermission",
    "DisputeUserObjectPermission",
    "LinkedCases",
    "Nomination",
    "Notice",
    "OutsideReferral",
    "Panellist",
    "Procedure",
    "Recusal",
    "Reminder",
    "Representative",
    "Route",
    "Stage",
]
