"""What concerns several things at once: signing and printing; inviting somebody and letting them act."""

from signatories.actions.amendments import decide, submit, take_back
from signatories.actions.forum import fill_seat
from signatories.actions.people import invite
from signatories.actions.signing import record_paper, sign, withdraw

__all__ = ["decide", "fill_seat", "invite", "record_paper", "sign", "submit", "take_back", "withdraw"]
