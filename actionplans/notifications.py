"""Mail to lead bodies: that a plan is agreed and what they lead in it; that an action is late or silent."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compact_portal import mail


def agreed(plan, actions) -> None:
    """Tell everybody who acts for a lead body which actions it leads in a plan that has just been agreed."""
    for body, theirs in by_body(actions):
        mail.write(
            to=[membership.person for membership in body.people()],
            subject=_("%(plan)s of the %(compact)s is agreed") % {"plan": plan, "compact": plan.compact},
            template="actionplans/email/agreed.txt",
            context={"plan": plan, "body": body, "actions": theirs},
            about=f"plan {plan.pk}",
        )


def reminder(body, actions) -> None:
    """Ask everybody who acts for a lead body how its late or silent actions stand."""
    mail.write(
        to=[membership.person for membership in body.people()],
        subject=ngettext(
            "%(number)s action of %(body)s waits for news", "%(number)s actions of %(body)s wait for news", len(actions)
        )
        % {"number": len(actions), "body": body},
        template="actionplans/email/reminder.txt",
        context={"body": body, "actions": actions},
        about=f"organisation {body.pk}",
    )


def by_body(actions) -> list[tuple]:
    """Each lead or joint lead, with the actions it leads."""
    led: dict = {}
    for action in actions:
        for body in filter(None, (action.lead, action.joint_lead)):
            led.setdefault(body, []).append(action)
    return list(led.items())
