"""The clocks of a dispute, in words."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compact_portal.deadlines import period
from disputes.models import Dispute


def clocks(dispute: Dispute, today: date) -> list[dict[str, Any]]:
    """The outside clocks, in words."""
    ombudsman = dispute.respondent.get_ombudsman_display() if dispute.respondent.ombudsman else ""
    found = []
    for clock in dispute.outside_clocks():
        days = (clock.ends_on - today).days
        name = ombudsman if clock.route.ombudsman and ombudsman else str(clock.route.name)
        found.append(
            {
                "name": name,
                "period": period(clock.route.amount or 0, clock.route.unit),
                "ends_on": clock.ends_on,
                "left": days_left(days) if days >= 0 else _("over"),
                "text": str(clock.route.text),
            }
        )
    return found


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
