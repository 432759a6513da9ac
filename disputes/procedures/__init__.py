"""Procedures ready to begin from, as data only: Derby's, and five of the kinds that other places use."""

from .alternating_chair import ALTERNATING_CHAIR
from .derby import DERBY_PROCEDURE
from .peer_support import PEER_SUPPORT
from .ready import ReadyMade
from .standing_panel import STANDING_PANEL
from .steering_group import STEERING_GROUP
from .three_steps import THREE_STEPS

READY_MADE: dict[str, ReadyMade] = {
    ready.key: ready
    for ready in (
        DERBY_PROCEDURE,
        THREE_STEPS,
        STANDING_PANEL,
        STEERING_GROUP,
        PEER_SUPPORT,
        ALTERNATING_CHAIR,
    )
}

__all__ = [
    "ALTERNATING_CHAIR",
    "DERBY_PROCEDURE",
    "PEER_SUPPORT",
    "READY_MADE",
    "STANDING_PANEL",
    "STEERING_GROUP",
    "THREE_STEPS",
    "ReadyMade",
]
