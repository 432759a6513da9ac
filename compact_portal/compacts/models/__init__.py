"""Compact, and Text → Edition → Clause."""

from compact_portal.compacts.models.approval import Approval
from compact_portal.compacts.models.clause import Clause, Relation
from compact_portal.compacts.models.comment import Answer, Comment, CommentEvent
from compact_portal.compacts.models.compact import (
    AreaKind,
    Colour,
    Compact,
    CompactGroupObjectPermission,
    CompactUserObjectPermission,
)
from compact_portal.compacts.models.consultation import Consultation, ConsultedClause
from compact_portal.compacts.models.edition import Edition, EditionEvent
from compact_portal.compacts.models.origin import Origin
from compact_portal.compacts.models.pending import PendingImport, PendingStep
from compact_portal.compacts.models.printed import PrintedEdition
from compact_portal.compacts.models.text import Text
from compact_portal.compacts.models.translation import EasyRead, Language, Translation

__all__ = [
    "Answer",
    "Approval",
    "AreaKind",
    "Clause",
    "Colour",
    "Comment",
    "CommentEvent",
    "Compact",
    "CompactGroupObjectPermission",
    "CompactUserObjectPermission",
    "Consultation",
    "ConsultedClause",
    "EasyRead",
    "Edition",
    "EditionEvent",
    "Language",
    "Origin",
    "PendingImport",
    "PendingStep",
    "PrintedEdition",
    "Relation",
    "Text",
    "Translation",
]
