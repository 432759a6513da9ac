"""The rule book of an amendment: who may do what with a proposal to change a clause, when, and where it leads.

It knows neither the database nor the web. Source: section 8 of the Derby Compact (amendments are proposed and approved
at the Annual Review). Where that is silent: an organisation may take its proposal back until it is decided; what is put
off waits for the next review; a refusal has a reason.
"""

from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where an amendment is."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for the Annual Review")
    PUT_OFF = "put-off", _("Put off to the next review")
    ACCEPTED = "accepted", _("Accepted")
    CHANGED = "reworded", _("Accepted with changes")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class What(TextChoices):
    """What an amendment does to a clause."""

    CHANGE = "change", _("Change its wording")
    DELETE = "delete", _("Leave it out")
    ADD = "add", _("Add a new clause after it")


class Party(TextChoices):
    """Who takes a step."""

    PROPOSER = "proposer", _("The organisation that proposed it")
    OFFICER = "officer", _("The officer of the Compact, for the Annual Review")


class Action(TextChoices):
    """Everything that can be done with an amendment."""

    SUBMIT = "submit", _("Submit it")
    WITHDRAW = "withdraw", _("Withdraw it")
    ACCEPT = "accept", _("Record that it was accepted")
    ACCEPT_CHANGED = "accept-changed", _("Record that it was accepted with changes")
    DECLINE = "decline", _("Record that it was declined")
    PUT_OFF = "put-off", _("Record that it was put off")
    PUT_IN = "put-in", _("Put it into the next draft")


class Move(NamedTuple):
    """In which states, by whom, where it leads (None: it stays), and whether a reason must be given."""

    states: frozenset[State]
    party: Party
    leads_to: State | None
    needs_reason: bool = False


OPEN = frozenset({State.SUBMITTED, State.PUT_OFF})
AGREED = frozenset({State.ACCEPTED, State.CHANGED})
DECIDED = AGREED | {State.DECLINED}
# What everybody may read. A draft is for those who write it, and one that was withdrawn as a draft never gets out.
PUBLIC = OPEN | DECIDED | {State.WITHDRAWN}

MOVES: dict[Action, Move] = {
    Action.SUBMIT: Move(frozenset({State.DRAFT}), Party.PROPOSER, State.SUBMITTED),
    Action.WITHDRAW: Move(OPEN | {State.DRAFT}, Party.PROPOSER, State.WITHDRAWN),
    Action.ACCEPT: Move(OPEN, Party.OFFICER, State.ACCEPTED),
    Action.ACCEPT_CHANGED: Move(OPEN, Party.OFFICER, State.CHANGED),
    Action.DECLINE: Move(OPEN, Party.OFFICER, State.DECLINED, needs_reason=True),
    Action.PUT_OFF: Move(OPEN, Party.OFFICER, State.PUT_OFF),
    Action.PUT_IN: Move(AGREED, Party.OFFICER, None),
}
DECISIONS = [action for action, move in MOVES.items() if move.states == OPEN]


def actions_in(state: State, parties: frozenset[Party]) -> list[Action]:
    """What these parties may do in a state, in the order of the table."""
    return [action for action, move in MOVES.items() if state in move.states and move.party in parties]
