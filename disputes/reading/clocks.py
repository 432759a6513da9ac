"""The clocks of a dispute, in words."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compact_portal.deadlines import deadline, period, written
from disputes.models import Dispute
from disputes.stages import SAFETY_WEEKS, OutsideClock

NEAR = timedelta(weeks=SAFETY_WEEKS)


def clocks(dispute: Dispute, today: date) -> list[dict[str, Any]]:
    """The outside clocks, in words: those that are near marked, and those that are over."""
    return [outside_clock(dispute, clock, today) for clock in dispute.outside_clocks()]


def outside_clock(dispute: Dispute, clock: OutsideClock, today: date) -> dict[str, Any]:
    """One time limit outside the Compact, counted from the decision; where the rule may count from the day it was
    known, that later day as well."""
    ombudsman = dispute.respondent.get_ombudsman_display() if dispute.respondent.ombudsman else ""
    route, days = clock.route, (clock.ends_on - today).days
    tag = ""
    if days < 0:
        tag = "time-passed"
    elif clock.ends_on <= today + NEAR:
        tag = "time-near"
    return {
        "name": ombudsman if route.ombudsman and ombudsman else str(route.name),
        "period": period(route.amount or 0, route.unit),
        "ends_on": clock.ends_on,
        "left": days_left(days) if days >= 0 else _("over"),
        "tag": tag,
        "tag_words": {"time-passed": _("Passed"), "time-near": _("Near")}.get(tag, ""),
        "later": _if_from_known(dispute, clock),
        "text": str(route.text),
    }


def _if_from_known(dispute: Dispute, clock: OutsideClock) -> str:
    """Say when it would end if it counted from the day the decision was known, where that is later."""
    known, route = dispute.known_on, clock.route
    if not (known and dispute.decision_on and known > dispute.decision_on and route.ombudsman and route.amount):
        return ""
    ends_on = deadline(known, route.amount, route.unit, dispute.compact.nation, runs_on=False).ends_on
    return _("%(end)s if it counts from the day you knew of the decision, %(known)s") % {
        "end": written(ends_on),
        "known": written(known),
    }


def days_left(days: int) -> str:
    """Say how far away a last day is."""
    if days < 0:
        return ngettext("%(n)s day overdue", "%(n)s days overdue", -days) % {"n": -days}
    if days == 0:
        return _("today is the last day")
    return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}


def clocks_of_draft(dispute: Dispute) -> list[dict[str, Any]]:
    """The outside clocks as they run from the date given in a draft."""
    return clocks(dispute, timezone.localdate())
