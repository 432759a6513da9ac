"""How a dispute comes to each state: the steps that people take, one after the other."""

from datetime import timedelta

from django.utils import timezone

from disputes.models import Dispute

ANSWERS = {
    "happened": "The grant was cut with two weeks' notice.",
    "disadvantage": "We had to let a worker go.",
    "tried": "We wrote to the officer on the day we heard of it.",
    "remedy": "Three months' notice, and the money for them.",
    "achievable": "The budget for the year still has it.",
}

# What the person asked to mediate enters who is willing.
WILLING = {
    "willing": "yes",
    "organisations": "None",
    "gains": "no",
    "took_part": "no",
    "said_before": "no",
    "statement": "I have no interest in it.",
    "stands_down": "on",
}


def draft(town, group, council, *, by, days_ago=10):
    """A draft with every answer given and two clauses cited."""
    today = timezone.localdate()
    dispute = Dispute.begin(town, complainant=group, respondent=council, by=by)
    dispute.describe(by=by, decision_on=today - timedelta(days=days_ago), known_on=today, **ANSWERS)
    clauses = town.current_edition.clauses.commitments()[:2]
    dispute.cite(clauses, by=by)
    return dispute


def raised(town, group, council, *, by, days_ago=10):
    """A dispute at its first stage."""
    dispute = draft(town, group, council, by=by, days_ago=days_ago)
    dispute.lodge(by=by)
    return dispute


# The steps to each state of Derby's procedure.
ROADS = {
    "talking": [],
    "awaiting-answer": ["formal"],
    "answered": ["formal", "respond"],
    "awaiting-nomination": ["formal", "respond", "refer"],
    "awaiting-statement": ["formal", "respond", "refer", "nominate"],
    "awaiting-acceptance": ["formal", "respond", "refer", "nominate", "declare"],
    "objected": ["formal", "respond", "refer", "nominate", "declare", "accept", "object"],
    "mediating": ["formal", "respond", "refer", "nominate", "declare", "accept", "agree"],
    "mediation-ended": ["formal", "respond", "refer", "nominate", "declare", "accept", "agree", "end"],
    "national": ["formal", "respond", "national"],
    "outside": ["formal", "respond", "national", "outside"],
    "resolved": ["settle"],
    "withdrawn": ["withdraw"],
    "closed": ["formal", "respond", "close"],
}


def bring(dispute, state, *, complainant, respondent, chair, mediator):
    """Take every step from talking to a state."""
    outcome = {"outcome": "explanation", "remedy_met": "partly"}
    steps = {
        "formal": lambda: dispute.go_formal(by=complainant),
        "respond": lambda: dispute.respond(by=respondent, note="We acted within our rules."),
        "refer": lambda: dispute.refer(by=complainant),
        "nominate": lambda: dispute.nominate(mediator, by=chair, summary="A grant was cut at short notice."),
        "declare": lambda: dispute.declare(by=mediator, statement="I have no interest in the matter."),
        "accept": lambda: dispute.accept(by=complainant),
        "agree": lambda: dispute.accept(by=respondent),
        "object": lambda: dispute.object(by=respondent, note="We know each other."),
        "end": lambda: dispute.end_mediation(by=mediator, note="We could not agree."),
        "national": lambda: dispute.go_national(by=complainant, body="Compact Voice"),
        "outside": lambda: dispute.go_outside(by=complainant, body="The ombudsman", body_reference="26 001"),
        "settle": lambda: dispute.settle(by=complainant, **outcome),
        "withdraw": lambda: dispute.withdraw(by=complainant),
        "close": lambda: dispute.close(by=complainant, **outcome),
    }
    for step in ROADS[state]:
        steps[step]()
    assert dispute.state == state
    return dispute
