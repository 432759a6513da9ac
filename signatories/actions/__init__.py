"""What concerns several things at once: signing and printing; inviting somebody and letting them act."""

from signatories.actions.amendments import decide, submit, take_back
from signatories.actions.forum import fill_seat
from signatories.actions.joining import accept_application, ask_all, confirm_scan
from signatories.actions.leaving import account_moved, hand_over_work, open_everywhere
from signatories.actions.mergers import merge, why_not_merge
from signatories.actions.people import cancel_invitation, end, invite, invite_again, why_not_invite
from signatories.actions.registering import accept, plan_of
from signatories.actions.signing import (
    cancel_waiting,
    decline,
    hand_over,
    record_paper,
    refuse_to_witness,
    sign,
    witness,
)
from signatories.actions.withdrawing import leave, stay, withdraw

__all__ = [
    "accept",
    "accept_application",
    "account_moved",
    "ask_all",
    "cancel_invitation",
    "cancel_waiting",
    "confirm_scan",
    "decide",
    "decline",
    "end",
    "fill_seat",
    "hand_over",
    "hand_over_work",
    "invite",
    "invite_again",
    "leave",
    "merge",
    "open_everywhere",
    "plan_of",
    "record_paper",
    "refuse_to_witness",
    "sign",
    "stay",
    "submit",
    "take_back",
    "why_not_invite",
    "why_not_merge",
    "withdraw",
    "witness",
]
