"""Procedure with its stages; Dispute with its citations, events and nominations; what follows when it has ended."""

from disputes.models.attempt import Attempt, Representative
from disputes.models.case import Dispute, DisputeGroupObjectPermission, DisputeUserObjectPermission
from disputes.models.concern import Concern
from disputes.models.days import DayOff
from disputes.models.elsewhere import LinkedCases, OutsideReferral
from disputes.models.evidence import Evidence
from disputes.models.keeping import LegalHold, PaperRead, PrintedCase, RetentionRule, RetentionWarning
from disputes.models.lesson import Lesson
from disputes.models.notice import Notice, Reminder
from disputes.models.outcomes import OutcomeView
from disputes.models.papers import Citation, DisputeEvent, Nomination, Panellist, Recusal
from disputes.models.redraft import ProcedureDraft
from disputes.models.remedy import Remedy
from disputes.models.rooms import Session
from disputes.models.rules import Procedure, Route, Stage
from disputes.models.settlement import Settlement, SettlementPaper, SettlementSignature
from disputes.models.told import CaseSummary

__all__ = [
    "Attempt",
    "CaseSummary",
    "Citation",
    "Concern",
    "DayOff",
    "Dispute",
    "DisputeEvent",
    "DisputeGroupObjectPermission",
    "DisputeUserObjectPermission",
    "Evidence",
    "LegalHold",
    "Lesson",
    "LinkedCases",
    "Nomination",
    "Notice",
    "OutcomeView",
    "OutsideReferral",
    "Panellist",
    "PaperRead",
    "PrintedCase",
    "Procedure",
    "ProcedureDraft",
    "Recusal",
    "Remedy",
    "Reminder",
    "Representative",
    "RetentionRule",
    "RetentionWarning",
    "Route",
    "Session",
    "Settlement",
    "SettlementPaper",
    "SettlementSignature",
    "Stage",
]
