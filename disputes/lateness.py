"""How near a last day is, in one word that is the same in every list, on the case page, the desk, in mail and feed.

It knows neither the database nor the web. Soon is counted in working days, so that a weekend takes nothing away.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from compact_portal.deadlines import working_days_between

SOON = 5  # Working days before a last day from which it is due soon.
LONG = 20  # Working days after a last day from which it is long overdue.


class Lateness(StrEnum):
    """How near a last day is."""

    IN_TIME = "in-time"
    SOON = "due-soon"
    OVERDUE = "overdue"
    LONG_OVERDUE = "long-overdue"

    @property
    def label(self) -> str:
        """The words of the tag."""
        return str(LABELS[self])


LABELS = {
    Lateness.IN_TIME: _l("In time"),
    Lateness.SOON: _l("Due soon"),
    Lateness.OVERDUE: _l("Overdue"),
    Lateness.LONG_OVERDUE: _l("Long overdue"),
}


def lateness(due_on: date, today: date, nation: str, days_off: Mapping[date, str] | None = None) -> Lateness:
    """Return how near a last day is: due soon from 5 working days before it, long overdue from 20 after it."""
    off = days_off or {}
    if today > due_on:
        late = working_days_between(due_on, today, nation, off)
        return Lateness.LONG_OVERDUE if late >= LONG else Lateness.OVERDUE
    left = working_days_between(today, due_on, nation, off)
    return Lateness.SOON if left <= SOON else Lateness.IN_TIME


def left_in_words(due_on: date, today: date, nation: str, days_off: Mapping[date, str] | None = None) -> str:
    """Say how many working days are left, or how many it is late: "3 working days left", "today is the last day"."""
    off = days_off or {}
    if today == due_on:
        return _("today is the last day")
    if today > due_on:
        late = working_days_between(due_on, today, nation, off)
        if not late:
            return _("the last day is over")
        return ngettext("%(n)s working day late", "%(n)s working days late", late) % {"n": late}
    left = working_days_between(today, due_on, nation, off)
    return ngettext("%(n)s working day left", "%(n)s working days left", left) % {"n": left}
