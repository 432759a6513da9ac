"""What clauses show of the disputes: numbers in fives only, and none below five."""

from django.db.models import Count
from django.utils.translation import gettext as _

from disputes.figures import band
from disputes.models import Dispute
from disputes.procedure import FEWEST_SHOWN
from disputes.words import State


def of_clause(clause, user) -> dict:
    """How many disputes have cited a clause, in any edition; nothing where so few could give somebody away."""
    cited = Dispute.objects.filter(citations__clause__lineage=clause.lineage).exclude(state=State.DRAFT)
    raised = cited.aggregate(raised=Count("pk", distinct=True))["raised"]
    return {
        "template": "disputes/beside.html",
        "raised": band(raised),
        "compact": clause.edition.text.compact,
    }


def of_edition(edition, user) -> dict:
    """How many disputes have cited each clause of an edition, by lineage, where there are enough of them. One query."""
    lineages = edition.clauses.order_by().values("lineage")
    cited = Dispute.objects.filter(citations__clause__lineage__in=lineages).exclude(state=State.DRAFT).order_by()
    counts = cited.values_list("citations__clause__lineage").annotate(number=Count("pk", distinct=True))
    return {
        lineage: (_("%(n)s disputes") % {"n": band(number)}, "#disputes")
        for lineage, number in counts.filter(number__gte=FEWEST_SHOWN)
    }
