"""What the chair's desk shows, and what the person asked to mediate may know."""

from typing import Any

from django.utils import timezone

from disputes import sentences
from disputes.reading.case import button, in_order
from disputes.reading.clocks import days_left
from disputes.words import Action, Party, State

CHAIRING = ("chair_forum", "deputise_for_chair")


def desk_rows(disputes) -> list[dict[str, Any]]:
    """The referrals on the chair's desk: where each is, days left, and what the chair can do now."""
    today = timezone.localdate()
    found = []
    for dispute in disputes:
        actions = {
            State.AWAITING_NOMINATION: [Action.NOMINATE],
            State.AWAITING_STATEMENT: [Action.REPLACE],
            State.AWAITING_ACCEPTANCE: [Action.REPLACE],
            State.OBJECTED: [Action.SUSTAIN, Action.OVERRULE],
        }[dispute.position]
        if dispute.nomination and dispute.nomination.overruled_at and dispute.position == State.OBJECTED:
            actions = [Action.SUSTAIN]
        found.append(
            {
                "dispute": dispute,
                "turn": sentences.whose_turn(dispute, frozenset({Party.CHAIR}), today),
                "left": days_left((dispute.due_on - today).days) if dispute.due_on else "",
                "buttons": in_order(dispute, [button(dispute, action, "") for action in actions]),
            }
        )
    return found


def anonymous_summary(nomination) -> dict[str, Any]:
    """What the person asked to mediate may know: sectors, clauses, when; no names."""
    dispute = nomination.dispute
    return {
        "sectors": [dispute.complainant.get_sector_display(), dispute.respondent.get_sector_display()],
        "citations": list(dispute.citations.select_related("clause__edition__text")),
    }
