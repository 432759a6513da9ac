"""What everybody may read of the procedure."""

from typing import Any

from django.utils import timezone

from compact_portal.deadlines import period
from disputes.words import Clock


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
