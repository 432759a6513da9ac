"""What the page of a dispute shows of those who preside over it and decide it."""

from typing import Any

from disputes import standing
from disputes.models import Dispute
from disputes.procedure import CHAIRED
from disputes.words import Action, Outcome, Party, RemedyMet, StageKind, State

SIDES = frozenset({Party.COMPLAINANT, Party.RESPONDENT})


def nobody_presides(page) -> dict[str, Any] | None:
    """The part that tells the parties that nobody may preside over a case that waits for it. One query."""
    if page.dispute.position not in CHAIRED or not page.parties & SIDES or standing.acting_chairs(page.dispute):
        return None
    return {"due_on": page.dispute.due_on}


def panel(page) -> dict[str, Any] | None:
    """The part that names who sits on the panel. One query, and only while a panel may sit."""
    if page.dispute.position != State.AWAITING_DECISION:
        return None
    seated = list(page.dispute.panellists.filter(left_at=None).select_related("person"))
    return {"people": [member.person for member in seated]} if seated else None


def decision(page) -> dict[str, Any] | None:
    """The part with the last decision of a panel: what, against what was asked for, and why. One query."""
    dispute: Dispute = page.dispute
    if all(rule.kind != StageKind.PANEL for rule in dispute.rules) or dispute.position == State.AWAITING_DECISION:
        return None
    event = dispute.events.filter(action=Action.DECIDE.value).last()
    if event is None:
        return None
    return {
        "outcome": Outcome(event.facts["outcome"]).label if "outcome" in event.facts else "",
        "remedy_met": RemedyMet(event.facts["remedy_met"]).label if "remedy_met" in event.facts else "",
        "reasons": event.note,
        "at": event.at,
        "remedy": dispute.remedy,
    }
