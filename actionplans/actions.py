"""What concerns several actions at once: asking their lead bodies for news."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t

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


def carrying_out(clause, user) -> tuple[str, list[tuple[str, str, str]]] | None:
    """What stands beside a clause on its page: the actions that carry it out, each with address and status in words."""
    found = (
        Action.objects.visible_to(user)
        .carrying_out(clause)
        .select_related("plan__compact")
        .order_by("-plan__year", "pk")
    )
    links = [(str(action), action.get_absolute_url(), str(action.get_status_display())) for action in found[:50]]
    return (_t("What is being done about it"), links) if links else None
