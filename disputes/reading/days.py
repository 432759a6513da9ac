"""What the pages about days off show: those declared, those known anyway, and the Compacts whose clocks would move."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from compact_portal.compacts.models import Compact
from compact_portal.deadlines import bank_holidays_between
from disputes.actions.days import shifts_of_all
from disputes.models import DayOff

AHEAD = timedelta(days=365)


def days_of_compact(compact: Compact) -> dict[str, Any]:
    """What holds for a Compact: the days declared, and the bank holidays of its nation in the coming year."""
    today = timezone.localdate()
    return {
        "days": list(DayOff.objects.of(compact).select_related("declared_by", "compact")),
        "known": bank_holidays_between(today, today + AHEAD, compact.nation),
        "nation": compact.get_nation_display(),
    }


def days_of_nations() -> dict[str, Any]:
    """What administrators declared for the nations, and each Compact with the number of clocks that would move."""
    found: dict[Compact, int] = {}
    for shift in shifts_of_all():
        found[shift.dispute.compact] = found.get(shift.dispute.compact, 0) + 1
    return {
        "days": list(DayOff.objects.standing().exclude(nation="").select_related("declared_by")),
        "compacts": sorted(found.items(), key=lambda pair: pair[0].name),
    }
