"""ActionPlan → Theme → Action → ProgressUpdate."""

from actionplans.models.action import Action, ProgressUpdate, Stale
from actionplans.models.decided import DecidedAction
from actionplans.models.plan import (
    ActionPlan,
    ActionPlanGroupObjectPermission,
    ActionPlanUserObjectPermission,
    PlanEvent,
    ReferenceNumbers,
    Theme,
)

__all__ = [
    "Action",
    "ActionPlan",
    "ActionPlanGroupObjectPermission",
    "ActionPlanUserObjectPermission",
    "DecidedAction",
    "PlanEvent",
    "ProgressUpdate",
    "ReferenceNumbers",
    "Stale",
    "Theme",
]
