"""What a clause shows of the disputes: numbers only."""

from django.db.models import Count, Q

from disputes.models import Dispute
from disputes.models.case import ENDED_VALUES
from disputes.words import State


def of_clause(clause, user) -> dict:
    """How many disputes have cited a clause, in any edition, and how many of them are open."""
    cited = Dispute.objects.filter(citations__clause__lineage=clause.lineage).exclude(state=State.DRAFT)
    ended = Count("pk", filter=Q(state__in=ENDED_VALUES), distinct=True)
    counted = cited.aggregate(raised=Count("pk", distinct=True), ended=ended)
    return {
        "template": "disputes/beside.html",
        "raised": counted["raised"],
        "open": counted["raised"] - counted["ended"],
        "compact": clause.edition.text.compact,
    }
