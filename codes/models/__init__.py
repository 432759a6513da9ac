"""Code of practice, its adoption by a Compact, and what a Compact decides about a newer national version."""

from codes.models.adoption import Adoption, How
from codes.models.code import Code, CodeGroupObjectPermission, CodeUserObjectPermission
from codes.models.version import Choice, Decision, Derivation, NewVersion, Outcome

__all__ = [
    "Adoption",
    "Choice",
    "Code",
    "CodeGroupObjectPermission",
    "CodeUserObjectPermission",
    "Decision",
    "Derivation",
    "How",
    "NewVersion",
    "Outcome",
]
