"""What a clause shows of the disputes: numbers only."""

from django.db.models import Count

from disputes.models import Dispute
from disputes.procedure import FEWEST_SHOWN
from disputes.words import State


def of_clause(clause, user) -> dict:
    """How many disputes have cited a clause, in any edition; nothing where so few could give somebody away."""
    cited = Dispute.objects.filter(citations__clause__lineage=clause.lineage).exclude(state=State.DRAFT)
    raised = cited.aggregate(raised=Count("pk", distinct=True))["raised"]
    return {
        "template": "disputes/beside.html",
        "raised": raised if raised >= FEWEST_SHOWN else 0,
        "compact": clause.edition.text.compact,
    }
