"""What decisions of the Forum have to do with actions (see LINKED_TO_DECISIONS in the settings)."""

from django.utils.translation import gettext_lazy as _

from actionplans.models import Action, ActionPlan, DecidedAction
from compact_portal.compacts.forms.fields import KeysField
from compact_portal.renderer import Checkboxes

NAME = "actions"


class ActionsField(KeysField):
    """Actions to choose from, named by reference, words and year."""

    widget = Checkboxes

    def label_from_instance(self, action: Action) -> str:
        """Return the reference, what will be done, and the plan."""
        return f"{action.reference} {action.what} ({action.plan.year})"


def field(compact, decision) -> ActionsField:
    """The question on a decision's form: which actions of the plans it is about. `decision`: None for a new one."""
    linked = [row.action_id for row in decision.decided_actions.all()] if decision else []
    public = Action.objects.filter(plan__compact=compact).exclude(plan__state="draft")
    latest = ActionPlan.objects.filter(compact=compact).exclude(state="draft").order_by("-starts_on").values("pk")[:2]
    offered = public.filter(plan__in=list(latest.values_list("pk", flat=True))) | public.filter(pk__in=linked)
    return ActionsField(
        label=_("Actions it is about"),
        queryset=offered.select_related("plan").order_by("-plan__starts_on", "reference"),
        required=False,
        initial=linked,
    )


def save(decision, actions, *, by) -> None:
    """Link a decision to these actions and to no others."""
    rows = DecidedAction.objects.filter(decision=decision)
    rows.exclude(action__in=actions).delete()
    known = set(rows.values_list("action", flat=True))
    for action in actions:
        if action.pk not in known:
            DecidedAction.objects.create(decision=decision, action=action, by=by)


def panel(decision, user) -> dict:
    """The actions that a decision is about, for its page."""
    actions = Action.objects.visible_to(user).filter(decided__decision=decision)
    return {"template": "actionplans/decided.html", "actions": list(actions.select_related("plan__compact", "lead"))}


def of_group(group, user) -> dict:
    """The actions that a working group takes forward, for its page; the latest plan first."""
    actions = Action.objects.visible_to(user).filter(group=group).select_related("plan__compact", "lead")
    newest = list(actions.order_by("-plan__starts_on", "reference")[:50])
    return {"template": "actionplans/of_group.html", "actions": newest}
