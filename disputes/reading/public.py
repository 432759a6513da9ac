"""What everybody may read: the procedure, and figures where no small number gives anybody away."""

from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from compact_portal.deadlines import period
from disputes.models import Dispute
from disputes.models.case import ENDED_VALUES
from disputes.procedure import FEWEST_SHOWN
from disputes.words import Clock, State


def figures(compact) -> dict[str, Any]:
    """What the public learns: how many disputes, and what came of them, where no small number gives anybody away.

    `few`: fewer than FEWEST_SHOWN were raised, perhaps none, and nothing more is told; else `rows` of a summary list.
    """
    counted = Dispute.objects.filter(compact=compact).aggregate(
        raised=Count("pk", filter=~Q(state=State.DRAFT)),
        ended=Count("pk", filter=Q(state__in=ENDED_VALUES)),
        resolved=Count("pk", filter=Q(state=State.RESOLVED)),
        met=Count("pk", filter=Q(remedy_met__in=["wholly", "partly"])),
    )
    if counted["raised"] < FEWEST_SHOWN:
        return {"few": FEWEST_SHOWN}
    shown = [
        (_("Raised"), "raised"),
        (_("Ended"), "ended"),
        (_("Ended by settling it"), "resolved"),
        (_("Ended with all or part of what was asked for"), "met"),
    ]
    return {"rows": [{"key": words, "value": _in_public(counted[name])} for words, name in shown]}


def _in_public(number: int) -> int | str:
    return number if number >= FEWEST_SHOWN else _("Fewer than %(number)s") % {"number": FEWEST_SHOWN}


def stages(rules) -> list[dict[str, Any]]:
    """The stages of a procedure, as its public page shows them."""
    today = timezone.localdate()
    found = []
    for rule in rules:
        clock = ""
        if rule.clock == Clock.FIXED:
            clock = period(rule.amount or 0, rule.unit)
        elif rule.clock == Clock.RESPONDENT:
            clock = Clock.RESPONDENT.label
        routes = [
            {
                "name": str(route.name),
                "text": str(route.text),
                "period": period(route.amount, route.unit) if route.amount else "",
                "closed_on": route.closed_on if route.closed_on and route.closed_on < today else None,
            }
            for route in rule.routes
        ]
        found.append(
            {
                "name": str(rule.name),
                "text": str(rule.text),
                "silence": str(rule.silence),
                "clock": clock,
                "decides": rule.decides.label,
                "routes": routes,
            }
        )
    return found
