"""The rule book of a meeting of the Forum: what can be done with it, when, and where it leads.

It knows neither the database nor the web. Who takes these steps is one right (`keep`): an officer of the Compact, its
chair or its vice-chair. The Compacts say how often a Forum meets and that its minutes are kept; the steps are custom.
"""

from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MeetingState(TextChoices):
    """How far a meeting is."""

    PLANNED = "planned", _("Planned")
    CALLED = "called", _("Called")
    HELD = "held", _("Held, minutes not confirmed yet")
    CONFIRMED = "confirmed", _("Held, minutes confirmed")
    CANCELLED = "cancelled", _("Cancelled")


class Step(TextChoices):
    """Everything that can be done with a meeting as a whole."""

    CALL = "call", _("Call the meeting")
    MOVE = "move", _("Move it to another time or place")
    CANCEL = "cancel", _("Cancel the meeting")
    RESTORE = "restore", _("Take the cancelling back")
    HOLD = "attendance", _("Record who came")
    CONFIRM = "confirm", _("Confirm the minutes")


class Move(NamedTuple):
    """In which states a step can be taken, where it leads, and whether it waits for the meeting to have begun."""

    states: frozenset[MeetingState]
    leads_to: MeetingState | None
    begun: bool | None = None  # True: only once it has begun; False: only before.


AHEAD = frozenset({MeetingState.PLANNED, MeetingState.CALLED})
OVER = frozenset({MeetingState.HELD, MeetingState.CONFIRMED})

MOVES: dict[Step, Move] = {
    Step.CALL: Move(frozenset({MeetingState.PLANNED}), MeetingState.CALLED, begun=False),
    Step.MOVE: Move(AHEAD, None),
    Step.CANCEL: Move(AHEAD, MeetingState.CANCELLED),
    Step.RESTORE: Move(frozenset({MeetingState.CANCELLED}), MeetingState.PLANNED, begun=False),
    Step.HOLD: Move(AHEAD | {MeetingState.HELD}, MeetingState.HELD, begun=True),
    Step.CONFIRM: Move(frozenset({MeetingState.HELD}), MeetingState.CONFIRMED, begun=True),
}


def steps_in(state: MeetingState, *, begun: bool) -> list[Step]:
    """What can be done with a meeting in a state, in the order of the table; `begun`: its time has come."""
    return [
        step for step, move in MOVES.items() if state in move.states and (move.begun is None or move.begun == begun)
    ]
