"""What concerns several things at once: signing and printing; inviting somebody and letting them act."""

from signatories.actions.amendments import decide, submit, take_back
from signatories.actions.forum import fill_seat
from signatories.actions.people import invite
from signatories.actions.signing import (
    cancel_waiting,
    decline,
    hand_over,
    record_paper,
    refuse_to_witness,
    sign,
    withdraw,
    witness,
)

__all__ = [
    "cancel_waiting",
    "decide",
    "decline",
    "fill_seat",
    "hand_over",
    "invite",
    "record_paper",
    "refuse_to_witness",
    "sign",
    "submit",
    "take_back",
    "withdraw",
    "witness",
]
