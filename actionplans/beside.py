"""What a clause shows of the action plans."""

from actionplans.models import Action

AT_MOST = 20


def of_clause(clause, user) -> dict:
    """The actions that carry out a clause, those of the latest plan first."""
    actions = Action.objects.visible_to(user).carrying_out(clause).select_related("plan__compact", "lead")
    newest = actions.order_by("-plan__starts_on", "reference")[:AT_MOST]
    return {"template": "actionplans/beside.html", "actions": list(newest)}
