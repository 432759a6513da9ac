"""Compact, and Text → Edition → Clause."""

from compact_portal.compacts.models.approval import Approval
from compact_portal.compacts.models.clause import Clause, Relation
from compact_portal.compacts.models.compact import (
    AreaKind,
    Colour,
    Compact,
    CompactGroupObjectPermission,
    CompactUserObjectPermission,
)
from compact_portal.compacts.models.edition import Edition, EditionEvent
from compact_portal.compacts.models.text import Text

__all__ = [
    "Approval",
    "AreaKind",
    "Clause",
    "Colour",
    "Compact",
    "CompactGroupObjectPermission",
    "CompactUserObjectPermission",
    "Edition",
    "EditionEvent",
    "Relation",
    "Text",
]
