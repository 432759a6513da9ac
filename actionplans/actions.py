"""What concerns several actions at once: asking their lead bodies for news."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from actionplans import notifications
from actionplans.models import Action

# How long a lead body is left alone after it has been reminded of an action.
PAUSE = timedelta(days=30)


@transaction.atomic
def remind() -> str:
    """Timed work: ask lead bodies about actions that are overdue or silent for 90 days, at most every 30 days each.

    Each action is claimed first, so that two runs at once never write twice. Returns what was done, in words.
    """
    today = timezone.localdate()
    again = Q(reminded_on=None) | Q(reminded_on__lte=today - PAUSE)
    waiting = Action.objects.wanting_news(today).filter(again).select_related("plan__compact", "lead", "joint_lead")
    claimed = [
        action
        for action in waiting.order_by("reference")
        if Action.objects.filter(pk=action.pk, reminded_on=action.reminded_on).update(reminded_on=today)
    ]
    for body, actions in notifications.by_body(claimed):
        notifications.reminder(body, actions)
    return f"Lead bodies were asked about {len(claimed)} actions"
