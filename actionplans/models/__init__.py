"""ActionPlan → Theme → Action → ProgressUpdate; WorkingGroup."""

from actionplans.models.action import Action, ProgressUpdate, Stale
from actionplans.models.plan import (
    ActionPlan,
    ActionPlanGroupObjectPermission,
    ActionPlanUserObjectPermission,
    PlanEvent,
    ReferenceNumbers,
    Theme,
    WorkingGroup,
)

__all__ = [
    "Action",
    "ActionPlan",
    "ActionPlanGroupObjectPermission",
    "ActionPlanUserObjectPermission",
    "PlanEvent",
    "ProgressUpdate",
    "ReferenceNumbers",
    "Stale",
    "Theme",
    "WorkingGroup",
]
