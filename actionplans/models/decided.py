"""DecidedAction: the Forum decided something about an action."""

from django.db import models
from django.utils import timezone

from actionplans.models.action import Action
from signatories.models import Decision


class DecidedAction(models.Model):
    """A link between a decision of the Forum and an action of a plan, and who made it."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="decided_actions")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="decided")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-decision__year", "-decision__number"]
        constraints = [models.UniqueConstraint(fields=["decision", "action"], name="a_decision_names_an_action_once")]

    def __str__(self) -> str:
        return f"{self.decision.reference}: {self.action.reference}"
