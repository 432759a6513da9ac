"""What clauses show of the action plans."""

from django.db.models import Count
from django.utils.translation import ngettext

from actionplans.models import Action

AT_MOST = 20


def of_clause(clause, user) -> dict:
    """The actions that carry out a clause, those of the latest plan first."""
    actions = Action.objects.visible_to(user).carrying_out(clause).select_related("plan__compact", "lead")
    newest = actions.order_by("-plan__starts_on", "reference")[:AT_MOST]
    return {"template": "actionplans/beside.html", "actions": list(newest)}


def of_edition(edition, user) -> dict:
    """How many actions carry out each clause of an edition, by lineage. One query."""
    lineages = edition.clauses.order_by().values("lineage")
    actions = Action.objects.visible_to(user).filter(clauses__lineage__in=lineages).order_by()
    counts = actions.values_list("clauses__lineage").annotate(number=Count("pk", distinct=True))
    return {
        lineage: (ngettext("%(n)s action", "%(n)s actions", number) % {"n": number}, "#actions")
        for lineage, number in counts
    }
